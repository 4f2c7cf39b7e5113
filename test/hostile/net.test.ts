import { hostileFamily } from "./family.ts";

hostileFamily("net");
