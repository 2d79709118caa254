/// <reference path="./more.d.ts" />
interface GlobalThing {
  id: string;
  more: MoreThing;
}
