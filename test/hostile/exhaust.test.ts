import { hostileFamily } from "./family.ts";

hostileFamily("exhaust");
