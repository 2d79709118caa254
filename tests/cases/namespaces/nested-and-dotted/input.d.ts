export namespace Outer {
  interface Leaf {
    id: string;
  }
  namespace Inner {
    interface Leaf {
      deep: Outer.Leaf;
      sibling?: Other;
    }
    type Other = 'a' | 'b';
  }
  export type Both = Leaf | Inner.Leaf;
}
export declare namespace Api.V1.Events {
  interface Started {
    type: 'started';
    leaf: Outer.Inner.Leaf;
  }
  interface Stopped {
    type: 'stopped';
  }
  type Any = Started | Stopped;
}
export import Events = Api.V1.Events;
export interface Root {
  event: Events.Any;
  first: Api.V1.Events.Started;
}
