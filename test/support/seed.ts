/** Properties are tried with the same values each time, so that no run fails by chance. With others: AIHUB_SEED=2. */
import process from "node:process";
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.AIHUB_SEED ?? 1) });
