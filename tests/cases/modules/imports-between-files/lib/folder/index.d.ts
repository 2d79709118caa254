export interface Folder {
  index: 3;
}
