/** All advice, in the order in which it is given. */
import type { Advice } from "../rule.ts";
import { categorySpelling, commandCategory, kebabCase } from "./commands.ts";
import { insecureLink, missingDescription, missingKeywords } from "./description.ts";
import { iconFormat, iconSize } from "./icon.ts";
import { idAdvice } from "./ids.ts";
import { deprecatedLicense } from "./license.ts";
import { missingPermission } from "./missing-permission.ts";
import { pathCase } from "./path-case.ts";
import { missingPlugin, pluginRange, versionNotBumped } from "./plugins.ts";
import { undeclaredSetting, unusedSetting } from "./settings.ts";
import { unusedPermission, widerPermission } from "./unused-permission.ts";
import { unexplainedWildcard } from "./wildcards.ts";

export const ADVICE: readonly Advice[] = [
  ...idAdvice,
  undeclaredSetting,
  unusedSetting,
  missingPermission,
  unusedPermission,
  widerPermission,
  missingPlugin,
  pluginRange,
  versionNotBumped,
  pathCase,
  iconFormat,
  iconSize,
  insecureLink,
  deprecatedLicense,
  missingDescription,
  missingKeywords,
  categorySpelling,
  commandCategory,
  kebabCase,
  unexplainedWildcard,
];
