import type { AiHubPanel } from "@aihub/sdk";

declare global {
  /** The page's only link to its plugin; the host puts it there before the page's own script runs. */
  var aiHubPanel: AiHubPanel;
}
