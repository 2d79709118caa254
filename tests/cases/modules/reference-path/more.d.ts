interface MoreThing {
  n: number;
}
declare namespace Space {
  interface Inner {
    x: GlobalThing;
  }
}
