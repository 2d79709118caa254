export * as api from "../around-by-the-folder-above/input";
