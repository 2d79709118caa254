import { Agent } from "..";
import { Agent as Named } from "../index";
export interface Service {
  agent: Agent;
  named: Named;
}
export type { Service as Self } from ".";
