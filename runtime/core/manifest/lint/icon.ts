/** The plugin's icon. */
import { relativePathError } from "../relative-path.ts";
import type { Advice } from "../rule.ts";
import { imageSize } from "./image-size.ts";
import { plain } from "./running.ts";

const RASTER = /\.(?:png|jpe?g|gif|webp)$/i;
const LEAST = 128;
const MOST = 1024;

export const iconFormat: Advice = {
  code: "lint/icon-format",
  check({ strings, files, report }) {
    for (const { pointer, value } of strings("/resources/icon")) {
      if (value === "" || relativePathError(value)) continue;
      if (!RASTER.test(value)) {
        const stem = plain(value).replace(/\.[^./]*$/, "");
        const other = files?.files?.find((path) => RASTER.test(path) && path.replace(/\.[^./]*$/, "") === stem);
        const message = "The icon is a PNG, JPEG, GIF or WebP image";
        report(pointer, message, other === undefined ? {} : { replacement: `./${other}` });
        continue;
      }
      const bytes = files?.start?.(value);
      if (bytes && !imageSize(bytes)) report(pointer, "This file is no PNG, JPEG, GIF or WebP image");
    }
  },
};

export const iconSize: Advice = {
  code: "lint/icon-size",
  check({ strings, files, report }) {
    for (const { pointer, value } of strings("/resources/icon")) {
      const bytes = relativePathError(value) ? undefined : files?.start?.(value);
      const size = bytes && imageSize(bytes);
      if (!size) continue;
      const { width, height } = size;
      if (width === height && width >= LEAST && width <= MOST) continue;
      report(pointer, `The icon is ${width} × ${height} pixels; square and ${LEAST} to ${MOST} pixels wide is best`);
    }
  },
};
