/** What every event has. */
export interface Identified {
  /** The event's id. */
  event_id: string;
}
export interface Timed {
  at?: number | null;
}
export interface Base extends Identified {
  type: string;
}
/** Extends two interfaces, one of which extends a third, and narrows an inherited property. */
export interface Started extends Base, Timed {
  type: 'started';
  detail: Detail;
}
export interface Detail extends Identified {}
