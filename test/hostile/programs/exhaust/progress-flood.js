// Tries: fifty thousand progress reports.
// From: messages to the editor that cost it more than the plugin.
// expect: value "done" | fault timeout
for (let i = 0; i < 50_000; i++) void aiHub.ui.progress(`step ${i}`, 0.5).catch(() => {});
export default "done";
