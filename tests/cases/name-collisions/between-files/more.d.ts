export interface Item {
  more: string;
}
