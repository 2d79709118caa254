export interface Full {
  id: string;
  count?: number;
  label?: string | null;
  readonly fixed: boolean;
}
export type AllOptional = Partial<Full>;
export type AllRequired = Required<Full>;
export type Frozen = Readonly<Full>;
export type Some = Pick<Full, 'id' | 'count'>;
export type Others = Omit<Full, 'id' | 'fixed' | 'absent'>;
export type Scores = Record<string, number>;
export type ByName = Record<'left' | 'right', Some>;
export interface Mixed extends Omit<Full, 'id'> {
  id: number;
}
export interface Holder {
  patch: Partial<Omit<Full, 'id'>> & Pick<Full, 'id'>;
  scores: Scores;
  sides: Partial<ByName>;
}
