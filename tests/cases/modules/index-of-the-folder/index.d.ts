export interface Agent {
  name: string;
}
