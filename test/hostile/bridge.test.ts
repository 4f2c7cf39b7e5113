import { hostileFamily } from "./family.ts";

hostileFamily("bridge");
