export type Rule<T> = T | ({ test?: string } & T)[];
export interface Entry {
  x: Rule<{ value: number } | { field: string }>;
  y?: Rule<{ value: string | null }>;
}
