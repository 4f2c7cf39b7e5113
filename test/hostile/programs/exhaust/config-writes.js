// Tries: twenty thousand setting changes, each announced back to the plugin.
// From: write amplification of settings.
// manifest: {"resources":{"config":"config.json"}}
// config: {"type":"object","properties":{"level":{"type":"number","default":1}}}
// expect: value "done" | fault timeout
export default async () => {
  aiHub.config.onChange(() => {});
  for (let i = 0; i < 20_000; i++) void aiHub.config.set("level", i).catch(() => {});
  return "done";
};
