import { hostileFamily } from "./family.ts";

hostileFamily("realm");
