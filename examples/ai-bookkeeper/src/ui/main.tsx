/** The dashboard's page. */
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import "./styles/main.css";

const root = document.getElementById("root");
if (!root) throw new Error("The host's page has no element #root.");
createRoot(root).render(<App panel={aiHubPanel} />);
