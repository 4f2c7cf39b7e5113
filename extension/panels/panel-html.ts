/**
 * The pages of panels. The HTML is always AI Hub's; a plugin supplies a script and a style sheet only, so that no
 * `<meta>` or `<base>` of its own can come before the content security policy.
 */

export interface PanelPage {
  /** 16 random bytes or more, new for each page. */
  readonly nonce: string;
  /** `webview.cspSource`: the origin of the files under the panel's only resource root. */
  readonly cspSource: string;
  readonly panelId: string;
  readonly title: string;
  /** Address of the plugin's `dist/ui/main.js`. */
  readonly scriptUri: string;
  /** Address of the plugin's `dist/ui/main.css`, where it has one. */
  readonly styleUri: string | undefined;
  /** The text of `media/panel.js`. */
  readonly bridgeScript: string;
}

/** The page that loads the plugin's own user interface into `<div id="root">`. */
export function panelPage(page: PanelPage): string {
  const { nonce, cspSource, panelId, title, scriptUri, styleUri, bridgeScript } = page;
  return document({
    // The page's script can read the nonce, and a nonce admits any address: the second policy admits only ours. Both hold.
    policies: [policy(nonce, cspSource), `script-src ${cspSource} 'unsafe-inline'`],
    title,
    head: styleUri === undefined ? "" : `<link rel="stylesheet" href="${escapeHtml(styleUri)}">`,
    body:
      `<div id="root"></div>\n<script nonce="${nonce}" data-panel="${escapeHtml(panelId)}">${inline(bridgeScript)}</script>\n` +
      `<script nonce="${nonce}" type="module" src="${escapeHtml(scriptUri)}"></script>`,
  });
}

export interface StatusPage {
  readonly nonce: string;
  readonly title: string;
  readonly text: string;
  readonly isError: boolean;
  readonly actions: readonly StatusAction[];
  /** The text of `media/status.css`. */
  readonly css: string;
}

export type StatusAction = "start" | "restart" | "log";

const ACTION_LABELS: Readonly<Record<StatusAction, string>> = {
  start: "Start Plugin",
  restart: "Restart Plugin",
  log: "Show Log",
};

/** The page that AI Hub shows while there is no page of the plugin's to show: stopped, failed, closed. */
export function statusPage(page: StatusPage): string {
  const { nonce, title, text, isError, actions, css } = page;
  const buttons = actions.map((action, index) => {
    const style = index === 0 ? "" : ' class="secondary"';
    return `<button type="button"${style} data-action="${action}">${ACTION_LABELS[action]}</button>`;
  });
  const script =
    "const vscode=acquireVsCodeApi();addEventListener('click',(event)=>{const action=event.target.dataset?.action;" +
    "if(action)vscode.postMessage({type:'action',action})});";
  return document({
    policies: [policy(nonce, "'none'")],
    title,
    head: `<style>${css.replaceAll("</", "<\\/")}</style>`,
    body:
      `<main class="${isError ? "error" : "status"}"><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>` +
      `${buttons.join("")}</main>\n<script nonce="${nonce}">${script}</script>`,
  });
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** `source` is the origin of files, or `'none'`. Inline style is the plugin's own page styling itself. */
function policy(nonce: string, source: string): string {
  const files = source === "'none'" ? "" : `${source} `;
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${files}'unsafe-inline'`,
    `img-src ${files}data:`,
    `font-src ${source}`,
    "connect-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function document(parts: { policies: readonly string[]; title: string; head: string; body: string }): string {
  const policies = parts.policies.map(
    (content) =>
      `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(content).replaceAll("&#39;", "'")}">`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
${policies.join("\n")}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(parts.title)}</title>
${parts.head}
</head>
<body>
${parts.body}
</body>
</html>
`;
}

/** A script's text may not end its element early. */
function inline(script: string): string {
  return script.replace(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");
}
