export declare enum Level {
  Low = 1,
  High = 2,
}
export declare enum Level {
  Top = 3,
}
export interface Alarm {
  level: Level;
}
