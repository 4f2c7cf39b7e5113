/** Which files of a plugin's folder are its sources. */

/** Whether a file is JavaScript or TypeScript that runs; declarations of types do not. */
export function isSource(path: string): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
}
