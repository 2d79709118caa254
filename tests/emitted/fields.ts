/** What a class makes of its initializers, modifiers and constructor. */
export class Counter {
  readonly type = "counter";
  count = 0;
  label = "none";
  ready = false;
  readonly limit = 100;
  readonly ratio = -0.5;
  kind = "fixed" as const;
  tags = ["a", "b"];
  mixed = ["a", 1];
  nothing = null;
  note?: string;
  typed: "x" | "y" = "x";
  nested = { inner: { depth: 1, names: ["n"] }, on: true };
  pair = ["x", 1] as const;
  both = 1 < 2;
  sum = 3 * 4;
  private secret = 1;
  protected hidden = "h";
  #own = 2;
  static shared = "s";
  static readonly VERSION = "v1";
  method(): number { return this.secret + this.#own; }
}
export class Message {
  constructor(
    public readonly id: string,
    readonly text: string,
    public attempt = 1,
    private token?: string,
    public to?: string[],
  ) {}
  get length(): number { return this.text.length; }
  set length(value: number) { void value; void this.token; }
}
export class Reply extends Message {
  readonly answers = "yes";
  override attempt = 2;
}
export class Failure<C extends object | undefined = undefined> extends Error {
  override readonly name = "Failure";
  override readonly cause: C;
  constructor(cause: C) { super("failed"); this.cause = cause; }
}
export class Refused extends Failure<{ code: 403 }> {
  public override message = "refused"
  declare readonly stack: "none"
  constructor(override readonly cause: { code: 403; by: string }, override name: "Failure") { super(cause); }
}
export interface Uses { counter: Counter; message: Message; reply: Reply; failure: Failure; refused: Refused }
export class Tally extends Counter { static override readonly VERSION = "v1"; }
export type TallyClass = { version: typeof Tally.VERSION };
export type CounterClass = { version: typeof Counter.VERSION; shared: typeof Counter.shared };
