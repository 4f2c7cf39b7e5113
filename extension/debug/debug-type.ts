/** As `contributes.debuggers` in package.json names it. */
export const DEBUG_TYPE = "aihub";
