/** Folding, selection and formatting: the JSON language service's own. */
import type {
  DocumentFormattingParams,
  DocumentRangeFormattingParams,
  FoldingRange,
  SelectionRange,
  SelectionRangeParams,
  TextEdit,
} from "vscode-languageserver";
import type { ManifestView } from "../feature.ts";
import { jsonService } from "../json-service.ts";

const MAX_FOLDING_RANGES = 5000;

/** These work on all JSON documents alike. */
type LaidOut = Pick<ManifestView, "document" | "json">;

export function foldingRanges({ document }: LaidOut): FoldingRange[] {
  return jsonService("manifest").getFoldingRanges(document, { rangeLimit: MAX_FOLDING_RANGES });
}

export function selectionRanges({ document, json }: LaidOut, { positions }: SelectionRangeParams): SelectionRange[] {
  return jsonService("manifest").getSelectionRanges(document, positions, json);
}

/** The edits that lay out the document, or the part of it in `range`. Comments stay where they are. */
export function formatting(
  { document }: LaidOut,
  params: DocumentFormattingParams | DocumentRangeFormattingParams,
): TextEdit[] {
  const range = "range" in params ? params.range : undefined;
  return jsonService("manifest").format(document, range, params.options);
}
