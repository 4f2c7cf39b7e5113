/** Values beside the code while a plugin is stopped, and what a hover over the code evaluates. */
import {
  EvaluatableExpression,
  type InlineValue,
  InlineValueVariableLookup,
  type Position,
  Range,
  type TextDocument,
} from "vscode";
import type { Span } from "../../runtime/core/manifest/source.ts";
import { expressionAt, namesInSight } from "./source-expressions.ts";

export interface ExpressionProviders {
  inlineValues(document: TextDocument, viewPort: Range, stopped: Range): readonly InlineValue[];
  expressionAt(document: TextDocument, position: Position): EvaluatableExpression | undefined;
}

export const expressionProviders: ExpressionProviders = {
  inlineValues(document, viewPort, { start, end }) {
    const lineEnd = document.offsetAt(document.lineAt(end.line).range.end);
    return namesInSight(document.fileName, document.getText(), document.offsetAt(start), lineEnd)
      .map((span) => rangeOf(document, span))
      .filter((range) => viewPort.intersection(range) !== undefined)
      .map((range) => new InlineValueVariableLookup(range, document.getText(range), true));
  },
  expressionAt(document, position) {
    const span = expressionAt(document.fileName, document.getText(), document.offsetAt(position));
    return span && new EvaluatableExpression(rangeOf(document, span));
  },
};

function rangeOf(document: TextDocument, { start, end }: Span): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}
