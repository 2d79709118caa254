export as namespace graph;

export interface Entity {
  id?: string;
}
export namespace CallRecords {
  interface CallRecord extends graph.Entity {
    organizer: graph.CallRecords.Organizer;
  }
  interface Organizer {
    name: string;
  }
}
