import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import { createRealm } from "./harness.ts";
import { assertOutcomes, assertSame } from "./same.ts";

describe("Event, EventTarget and CustomEvent in the sandbox", () => {
  it("behave as Node's do", () =>
    assertSame([
      "(() => { const e = new Event('x', { cancelable: true, bubbles: 1 }); return [e.type, e.bubbles, e.cancelable, e.composed, e.defaultPrevented, e.eventPhase, e.target, e.isTrusted, typeof e.timeStamp] })()",
      "new Event()",
      "Event('x')",
      "new Event(Symbol())",
      "new Event('x', 5)",
      "[Event.AT_TARGET, Event.NONE, Event.BUBBLING_PHASE, Event.length, CustomEvent.length, EventTarget.length]",
      "[new CustomEvent('x', { detail: { a: 1 } }).detail, new CustomEvent('x').detail, new CustomEvent('x') instanceof Event]",
      "Object.prototype.toString.call(new CustomEvent('x'))",
      "(() => { const t = new EventTarget(); const seen = []; const f = (e) => seen.push(e.type, e.target === t, e.currentTarget === t, e.eventPhase, e.composedPath().length); t.addEventListener('a', f); t.addEventListener('a', f); t.dispatchEvent(new Event('a')); return seen })()",
      "(() => { const t = new EventTarget(); let n = 0; const f = () => n++; t.addEventListener('a', f); t.addEventListener('a', f, true); t.addEventListener('a', f, { capture: true }); t.dispatchEvent(new Event('a')); t.removeEventListener('a', f, true); t.dispatchEvent(new Event('a')); return n })()",
      "(() => { const t = new EventTarget(); let n = 0; t.addEventListener('a', () => n++, { once: true }); t.dispatchEvent(new Event('a')); t.dispatchEvent(new Event('a')); return n })()",
      "(() => { const t = new EventTarget(); const c = new AbortController(); let n = 0; t.addEventListener('a', () => n++, { signal: c.signal }); t.dispatchEvent(new Event('a')); c.abort(); t.dispatchEvent(new Event('a')); return n })()",
      "(() => { const t = new EventTarget(); let n = 0; t.addEventListener('a', () => n++, { signal: AbortSignal.abort() }); t.dispatchEvent(new Event('a')); return n })()",
      "new EventTarget().addEventListener('a', () => {}, { signal: null })",
      "new EventTarget().addEventListener('a', () => {}, { signal: {} })",
      "(() => { const t = new EventTarget(); const o = { n: 0, handleEvent() { this.n++ } }; t.addEventListener('a', o); t.dispatchEvent(new Event('a')); return o.n })()",
      "(() => { const t = new EventTarget(); const o = {}; let n = 0; t.addEventListener('a', o); o.handleEvent = () => n++; t.dispatchEvent(new Event('a')); return n })()",
      "(() => { const t = new EventTarget(); let n = 0; t.addEventListener('a', (e) => { n++; e.stopImmediatePropagation() }); t.addEventListener('a', () => n++); t.dispatchEvent(new Event('a')); return n })()",
      "(() => { const t = new EventTarget(); let n = 0; t.addEventListener('a', (e) => { n++; e.stopPropagation() }); t.addEventListener('a', () => n++); t.dispatchEvent(new Event('a')); return n })()",
      "(() => { const t = new EventTarget(); t.addEventListener('a', (e) => e.preventDefault()); return [t.dispatchEvent(new Event('a')), t.dispatchEvent(new Event('a', { cancelable: true }))] })()",
      "(() => { const t = new EventTarget(); t.addEventListener('a', (e) => e.preventDefault(), { passive: true }); return t.dispatchEvent(new Event('a', { cancelable: true })) })()",
      "(() => { const t = new EventTarget(); let n = 0; const g = () => n += 10; t.addEventListener('a', () => t.removeEventListener('a', g)); t.addEventListener('a', g); t.dispatchEvent(new Event('a')); return n })()",
      "(() => { const t = new EventTarget(); let n = 0; t.addEventListener('a', () => t.addEventListener('a', () => n++)); t.dispatchEvent(new Event('a')); return n })()",
      "(() => { const t = new EventTarget(); t.addEventListener('a', null); return t.dispatchEvent(new Event('a')) })()",
      "new EventTarget().addEventListener('a', 5)",
      "new EventTarget().addEventListener('a')",
      "new EventTarget().dispatchEvent({ type: 'a' })",
      "EventTarget.prototype.dispatchEvent.call({}, new Event('a'))",
      "(() => { class Bus extends EventTarget {} const b = new Bus(); let n = 0; b.addEventListener('a', function () { n = this === b }); b.dispatchEvent(new Event('a')); return n })()",
      "(() => { const e = new Event('x', { cancelable: true }); e.returnValue = false; e.cancelBubble = true; return [e.defaultPrevented, e.returnValue, e.cancelBubble] })()",
    ]));

  it("follow DOM where Node does not", () =>
    assertOutcomes([
      [
        "(() => { const t = new EventTarget(); let r; t.addEventListener('a', (e) => { try { t.dispatchEvent(e) } catch (x) { r = x.name } }); t.dispatchEvent(new Event('a')); return r })()",
        "InvalidStateError",
      ],
      ["new Event('x').BUBBLING_PHASE", 3],
      ["AbortSignal.timeout(-1)", "TypeError"],
      ["Object.keys(AbortSignal.prototype).sort()", ["aborted", "onabort", "reason", "throwIfAborted"]],
      ["Object.keys(AbortSignal).sort()", ["abort", "any", "timeout"]],
    ]));

  it("report what a listener throws, and go on", async () => {
    const realm = await createRealm();
    const count = await realm.run(`(() => {
      const t = new EventTarget(); let n = 0;
      t.addEventListener("a", () => { throw new RangeError("first") });
      t.addEventListener("a", { handleEvent: 5 });
      t.addEventListener("a", () => n++);
      t.dispatchEvent(new Event("a"));
      return n })()`);
    assert.equal(count, 1);
    assert.deepEqual(realm.uncaught, [
      "RangeError: first",
      "TypeError: handleEvent of the event listener is not a function",
    ]);
  });

  it("call capturing listeners first, as DOM says", async () => {
    const { run } = await createRealm();
    const order = await run(`(() => {
      const t = new EventTarget(); const seen = [];
      t.addEventListener("a", () => seen.push("bubble"));
      t.addEventListener("a", () => seen.push("capture"), true);
      t.dispatchEvent(new Event("a"));
      return seen })()`);
    assert.deepEqual(order, ["capture", "bubble"]);
  });
});

describe("AbortController and AbortSignal in the sandbox", () => {
  it("behave as Node's do", () =>
    assertSame([
      "(() => { const c = new AbortController(); const before = c.signal.aborted; c.abort(); return [before, c.signal.aborted, c.signal.reason.name, c.signal.reason.code, c.signal.reason instanceof DOMException] })()",
      "(() => { const c = new AbortController(); c.abort('why'); c.abort('again'); return c.signal.reason })()",
      "(() => { const c = new AbortController(); let n = 0; c.signal.onabort = (e) => { n += e.isTrusted ? 1 : 100 }; c.signal.addEventListener('abort', () => n++); c.abort(); c.abort(); return n })()",
      "(() => { const c = new AbortController(); let n = 0; c.signal.onabort = () => n++; c.signal.onabort = null; c.abort(); return [n, c.signal.onabort] })()",
      "new AbortSignal()",
      "AbortController()",
      "AbortSignal.abort().throwIfAborted()",
      "AbortSignal.abort(new RangeError('x')).throwIfAborted()",
      "new AbortController().signal.throwIfAborted()",
      "AbortSignal.abort(null).reason",
      "AbortSignal.any([]).aborted",
      "AbortSignal.any([AbortSignal.abort(1), AbortSignal.abort(2)]).reason",
      "(() => { const a = new AbortController(), b = new AbortController(); const s = AbortSignal.any([AbortSignal.any([a.signal]), b.signal]); const seen = []; s.onabort = () => seen.push('any'); a.signal.onabort = () => seen.push('a', s.aborted); a.abort(3); b.abort(4); return [seen, s.reason] })()",
      "AbortSignal.any([{}])",
      "AbortSignal.any()",
      "AbortSignal.timeout()",
      "new Promise((resolve) => { const s = AbortSignal.timeout(1); s.onabort = () => resolve([s.reason.name, s.reason.code]) })",
      "Object.prototype.toString.call(new AbortController().signal)",
      "Object.keys(AbortController.prototype).sort()",
    ]));
});
