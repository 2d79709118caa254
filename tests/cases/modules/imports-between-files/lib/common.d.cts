export interface Common {
  cts: 2;
}
