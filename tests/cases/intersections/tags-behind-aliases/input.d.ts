export declare enum Kind { Text = 0, Voice = 2, Forum = 15 }
export type Id = string;
export interface Base<T extends Kind> { type: T; id: Id; name?: Id }
export interface Text extends Base<Kind.Text> { topic: string }
export interface Voice extends Base<Kind.Voice> { bitrate: number }
export interface Forum extends Base<Kind.Forum> { tags: [...string[]] }
export type Channel = Text | Voice | Forum;
export type GuildKind = Exclude<Channel['type'], Kind.Text>;
/** What is left are the members whose tag can be of the kind. */
export type GuildChannel = Channel & { type: GuildKind; guild: Id };
export type Named = Voice & Required<Pick<Voice, 'name'>>;
export type Nothing = { tag: string } & { tag: 1 };
export type Kept = { tag?: 'a' } & { tag?: 'b'; x: 1 };
export interface Holder {
  channel: GuildChannel;
  named: Named;
  kept: Kept;
  nothing: Nothing | null;
  language: Open<'en' | 'de', string> | null;
  languages: Open<'en' | 'de', string>[];
}
/** Literals that an editor suggests, and any other string. */
export type Open<T, Base> = T | (Base & Record<never, never>);
