/** Makes programs from lists of numbers: each choice takes the next one, and 0, the simplest, when none is left. */

/** What a program stands on: it writes down what happens, and ends. */
const PREAMBLE = `const trace = [], later = [];
let fuel = 500;
const burn = () => { if (--fuel < 0) throw "fuel"; };
const show = (value) => {
  if (typeof value === "function") return "f " + value.name + value.length;
  if (Array.isArray(value)) return "[" + value.slice(0, 5).map(show) + "]";
  if (value instanceof Error) return value.name;
  return (typeof value === "object" && value ? "object" : typeof value + " " + String(value)).slice(0, 30);
};
const log = (value) => { burn(); if (trace.length < 2000) trace.push(show(value)); return value; };
const join = (a, b) => (show(a) + show(b)).slice(0, 30);
const odd = (value) => show(value).length % 2 === 1;
`;

/** Whatever still waits is run at the end. */
const CLOSING = `for (const each of [...parts, ...later]) {
  fuel = 200;
  try { log(await (typeof each === "function" ? each() : each)); } catch (error) { log(error); }
}
return trace;`;

/** Which statements may stand somewhere, and which names. */
interface Context {
  readonly depth: number;
  readonly names: readonly string[];
  readonly writable: readonly string[];
  /** Functions by how they are called. */
  readonly functions: readonly { readonly name: string; readonly async: boolean; readonly generator: boolean }[];
  readonly classes: readonly string[];
  readonly loops: readonly string[];
  readonly labels: readonly string[];
  readonly async: boolean;
  readonly generator: boolean;
  /** A name that a field hides, within a class. */
  readonly secret: string | undefined;
}

const OUTERMOST: Context = {
  ...{ depth: 0, names: [], writable: [], functions: [], classes: [], loops: [], labels: [] },
  ...{ async: true, generator: false, secret: undefined },
};

const MAX_DEPTH = 5;
/** Programs throw often: another part follows. */
const PARTS = 4;

/** The text of a module whose default export is an asynchronous function that answers what happened. */
export function randomProgram(choices: readonly number[]): string {
  const maker = new Maker(choices);
  const parts = Array.from({ length: PARTS }, () => `async () => {\n${maker.statements(OUTERMOST, 5)}\n}`);
  return `${PREAMBLE}const parts = [${parts.join(",\n")}];\nexport default async () => {\n${CLOSING}\n};\n`;
}

class Maker {
  readonly #choices: readonly number[];
  #at = 0;
  #count = 0;

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  #choose<T>(options: readonly [T, ...T[]]): T {
    const choice = this.#choices[this.#at++] ?? 0;
    return options[choice % options.length] ?? options[0];
  }

  #name(prefix: string): string {
    return `${prefix}${this.#count++}`;
  }

  /** Statements of one block; each sees what those before it declare. */
  statements(context: Context, most: number): string {
    let inner = context;
    const lines: string[] = [];
    const count = 1 + ((this.#choices[this.#at++] ?? 0) % most);
    for (let index = 0; index < count; index++) {
      const [text, after] = this.#statement(inner);
      lines.push(text);
      inner = after;
    }
    return lines.join("\n");
  }

  #block(context: Context): string {
    return `{ burn();\n${this.statements({ ...context, depth: context.depth + 1 }, 4)}\n}`;
  }

  #statement(context: Context): [text: string, after: Context] {
    const same = (text: string): [string, Context] => [text, context];
    const simple = [
      () => same(`log(${this.#expression(context)});`),
      () => this.#declaration(context),
      () => same(this.#assignment(context)),
      () => same(`later.push(() => ${this.#expression({ ...context, ...SYNC })});`),
      () => same(context.depth < 2 ? "debugger;" : this.#jump(context)),
      () => same(`if (odd(${this.#expression(context)})) ${this.#jump(context)}`),
    ] as const;
    if (context.depth >= MAX_DEPTH) return this.#choose(simple)();
    return this.#choose<() => [string, Context]>([
      ...simple,
      () => same(this.#block(context)),
      () => same(this.#if(context)),
      () => same(this.#loop(context)),
      () => same(this.#loop(context)),
      () => same(this.#try(context)),
      () => same(this.#try(context)),
      () => same(this.#switch(context)),
      () => this.#function(context),
      () => this.#function(context),
      () => this.#class(context),
    ])();
  }

  #declaration(context: Context): [string, Context] {
    const kind = this.#choose(["let", "const", "var"]);
    const [a, b] = [this.#name("v"), this.#name("v")];
    const text = this.#choose([
      () => `${kind} ${a} = ${this.#expression(context)}, ${b} = ${this.#expression(context)};`,
      () => `${kind} [${a} = ${this.#expression(context)}, ...${b}] = [${this.#expression(context)}, 1];`,
      () => `${kind} { ${a}, x: ${b} = ${this.#expression(context)} } = { ${a}: ${this.#expression(context)} };`,
    ])();
    const names = [...context.names, a, b];
    return [text, { ...context, names, writable: kind === "const" ? context.writable : [...context.writable, a, b] }];
  }

  #assignment(context: Context): string {
    const [first, ...rest] = context.writable;
    if (first === undefined) return "debugger;";
    const target = this.#choose([first, ...rest]);
    return this.#choose([
      () => `${target} = ${this.#expression(context)};`,
      () => `[${target}] = [${this.#expression(context)}];`,
      () => `${target} ??= ${this.#expression(context)};`,
    ])();
  }

  #jump({ loops, labels, ...context }: Context): string {
    const value = () => this.#expression({ ...context, loops, labels });
    const jumps: (() => string)[] = [() => `throw ${value()};`, () => `return ${value()};`, () => "return;"];
    if (loops.length > 0)
      jumps.push(
        () => "break;",
        () => "continue;",
      );
    for (const label of labels) jumps.push(() => `break ${label};`);
    for (const label of loops.filter((loop) => loop !== "")) jumps.push(() => `continue ${label};`);
    return this.#choose([() => "debugger;", ...jumps])();
  }

  #if(context: Context): string {
    const deeper = { ...context, depth: context.depth + 1 };
    const test = `if (odd(${this.#expression(context)}))`;
    return this.#choose([
      () => `${test} ${this.#block(context)} else ${this.#block(context)}`,
      () => `${test} ${this.#jump(deeper)} else log(${this.#expression(deeper)});`,
    ])();
  }

  #loop(context: Context): string {
    const label = this.#choose(["", this.#name("l")]);
    const inner = {
      ...context,
      loops: [...context.loops, label],
      labels: label ? [...context.labels, label] : context.labels,
    };
    const i = this.#name("i");
    const seeing = { ...inner, names: [...inner.names, i] };
    const writing = { ...seeing, writable: [...seeing.writable, i] };
    const list = () => `[${this.#expression(context)}, ${this.#expression(context)}]`;
    const loop = this.#choose<() => string>([
      () => `for (let ${i} = 0, f${i} = () => ${i}; ${i} < 3; log(f${i}), ${i}++) ${this.#block(seeing)}`,
      (): string => `for (const ${i} of ${list()}) ${this.#block(seeing)}`,
      () => `for (let ${i} of ${list()}) ${this.#block(writing)}`,
      () => `for (var ${i} in { a: 1, b: 2 }) ${this.#block(seeing)}`,
      () => `for (const ${i} of [1, 2]) later.push(() => ${i});`,
      () => `do ${this.#block(inner)} while (odd(log(fuel)));`,
      () => `while (odd(log(fuel))) ${this.#block(inner)}`,
      () => `for (const { ${i} = ${this.#expression(context)} } of [{ ${i}: 1 }, {}]) ${this.#block(seeing)}`,
      () => (context.async ? `for await (const ${i} of ${list()}) ${this.#block(seeing)}` : `for (;;) { break; }`),
    ])();
    return label ? `${label}: ${loop}` : loop;
  }

  #try(context: Context): string {
    const e = this.#name("e");
    const handler = this.#choose<() => string>([
      () => `catch (${e}) ${this.#block({ ...context, names: [...context.names, e] })}`,
      () => `catch ${this.#block(context)}`,
      () => `catch ({ message: ${e} = 1 }) ${this.#block({ ...context, names: [...context.names, e] })}`,
      () => "",
    ])();
    const finalizer = () => `finally ${this.#block(context)}`;
    const ending = handler ? this.#choose<() => string>([() => "", finalizer])() : finalizer();
    return `try ${this.#block(context)} ${handler} ${ending}`;
  }

  #switch(context: Context): string {
    const v = this.#name("v");
    const inner = { ...context, depth: context.depth + 1, loops: context.loops, names: [...context.names, v] };
    const one = () => this.statements(inner, 2);
    return `switch (show(${this.#expression(context)}).length % 3) { case 0: let ${v} = 1; ${one()} case 1: ${one()} ${this.#choose(["break;", ""])} default: ${one()} }`;
  }

  #function(context: Context): [string, Context] {
    const name = this.#name("f");
    const [async, generator] = this.#choose<readonly [boolean, boolean]>([
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ]);
    const p = this.#name("p");
    const inside = this.#inside(context, [p], async, generator);
    const start = `${async ? "async " : ""}function${generator ? "*" : ""}`;
    const params = `(${p} = ${this.#expression({ ...context, ...SYNC })})`;
    const text = this.#choose([
      () => `${start} ${name}${params} ${this.#block(inside)}`,
      () => `const ${name} = ${start} ${this.#choose(["", `inner${name}`])}${params} ${this.#block(inside)};`,
      () =>
        generator
          ? `${start} ${name}${params} ${this.#block(inside)}`
          : `const ${name} = ${async ? "async " : ""}${params} => ${this.#block(inside)};`,
    ])();
    return [
      text,
      { ...context, names: [...context.names, name], functions: [...context.functions, { name, async, generator }] },
    ];
  }

  /** Inside a function the loops and labels around it are out of reach. */
  #inside(context: Context, names: readonly string[], async: boolean, generator: boolean): Context {
    const own = { names: [...context.names, ...names], writable: [...context.writable, ...names] };
    return { ...context, ...own, ...NO_JUMPS, async, generator };
  }

  #class(context: Context): [string, Context] {
    const name = this.#name("C");
    const secret = this.#name("#s");
    const body = this.#inside(context, [], false, false);
    const inner = { ...body, secret };
    const initial = () => this.#expression({ ...inner, ...SYNC });
    const base = context.classes.at(-1);
    const derived = base !== undefined && this.#choose([false, true]);
    const make = derived
      ? `constructor(p) { super(p); log(p); }`
      : `constructor(p) { log(p); ${this.#jumpless(inner)} }`;
    const text = `class ${name} ${derived ? `extends ${base}` : ""} {
${secret} = ${initial()}; y = ${initial()}; static z = log(1); static { ${this.#jumpless(inner)} }
${make} get g() ${this.#block(inner)} m(p) ${this.#block({ ...inner, names: [...inner.names, "p"] })} }`;
    return [text, { ...context, names: [...context.names, name], classes: [...context.classes, name] }];
  }

  /** Where nothing may be left. */
  #jumpless(context: Context): string {
    return `log(${this.#expression(context)}); { let ${this.#name("v")} = ${this.#expression(context)}; }`;
  }

  #expression(context: Context, depth = 0): string {
    const more = () => this.#expression(context, depth + 1);
    const inArrow = () => this.#expression({ ...context, ...SYNC }, depth + 1);
    const leaves: (() => string)[] = [
      () => this.#choose(["1", "'a'", "null", "undefined", "[1, 2]", "'bc'", "true", "fuel", "missing"]),
    ];
    for (const name of context.names.slice(-6)) leaves.push(() => name);
    if (context.secret)
      leaves.push(() => `(typeof this === "object" && ${context.secret} in this ? this.${context.secret} : 0)`);
    if (depth >= 3 || context.depth > MAX_DEPTH) return this.#choose([() => "0", ...leaves])();
    const branches: (() => string)[] = [
      ...leaves,
      () => `log(${more()})`,
      () => `join(${more()}, ${more()})`,
      () => `(odd(${more()}) ? ${more()} : ${more()})`,
      () => `(${more()}, ${more()})`,
      () => `((p) => ${inArrow()})(${more()})`,
      () => `(() => ${inArrow()})`,
      () => `(${more()})?.x`,
      () => `[${more()}, ...[${more()}]]`,
    ];
    if (context.async) branches.push(() => `(await ${more()})`);
    if (context.generator)
      branches.push(
        () => `(yield ${more()})`,
        () => `(yield* [${more()}])`,
      );
    for (const called of context.functions.slice(-3)) branches.push(() => this.#call(called, more(), context));
    for (const name of context.classes.slice(-2)) {
      branches.push(
        () => `new ${name}(${more()}).m(${more()})`,
        () => `new ${name}(${more()}).g`,
      );
    }
    return this.#choose([() => "0", ...branches])();
  }

  #call({ name, async, generator }: Context["functions"][number], value: string, context: Context): string {
    const call = `${name}(${value})`;
    if (!async) return generator ? `[...${call}]` : call;
    const promise = generator ? `${call}.next()` : call;
    return context.async ? `(await ${promise})` : `later.push(${promise})`;
  }
}

const SYNC = { async: false, generator: false } as const;
const NO_JUMPS = { loops: [], labels: [] } as const;
