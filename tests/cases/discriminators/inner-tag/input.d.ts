/** The channel is shared; the type is in the header. */
interface Header<T extends string> { msg_id: string; msg_type: T }
interface Message<C extends string, T extends string> { channel: C; header: Header<T>; metadata: { [key: string]: unknown } }
export interface Status extends Message<"iopub", "status"> { content: { execution_state: "busy" | "idle" } }
export interface Stream extends Message<"iopub", "stream"> { content: { name: "stdout" | "stderr"; text: string } }
export interface Clear extends Message<"iopub", "clear_output"> { content: { wait: boolean } }
export interface Request extends Message<"shell", "execute_request"> { content: { code: string } }
export type Any = Status | Stream | Clear | Request;
/** Two that not even an inner tag tells apart. */
export interface Left { meta: { kind: "a" | "b" } }
export interface Right { meta: { kind: "b" | "c" } }
export interface Either { value: Left | Right }
