import { hostileFamily } from "./family.ts";

hostileFamily("engine");
