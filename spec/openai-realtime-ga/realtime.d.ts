// The declarations of the generally available OpenAI Realtime API: names, types and presence are
// those of the published package, printed by the target `typescript`; every comment was written
// for this project. ORIGIN.toml says which package, and what is held to it.

/**
 * How the user's audio is turned into text. A separate speech-to-text model does it,
 * not the Realtime model.
 */
export interface AudioTranscription {
  /**
   * How long the transcription model may wait for context. A longer wait gives better
   * text, later. Only `gpt-realtime-whisper` takes it.
   */
  delay?: 'minimal' | 'low' | 'medium' | 'high' | 'xhigh';
  /**
   * Words that the audio is likely to contain, such as names. Two models take them:
   * `gpt-live-transcribe` and `gpt-transcribe`.
   */
  keywords?: string[];
  /**
   * The one language that is spoken, as a two-letter ISO 639-1 code such as `en`.
   * Setting it makes the text better and quicker.
   */
  language?: string;
  /**
   * The languages that may be spoken, as ISO 639-1 codes. Two models take them:
   * `gpt-live-transcribe` and `gpt-transcribe`.
   */
  languages?: string[];
  /**
   * The transcription model; any name is allowed. `gpt-4o-transcribe-diarize` tells
   * speakers apart.
   *
   * The publisher announced that `whisper-1` and all `gpt-4o-…transcribe…` models
   * stop on 2027-02-26.
   */
  model?: (string & {}) | 'whisper-1' | 'gpt-transcribe' | 'gpt-live-transcribe' | 'gpt-4o-mini-transcribe' | 'gpt-4o-mini-transcribe-2025-12-15' | 'gpt-4o-transcribe' | 'gpt-4o-transcribe-diarize' | 'gpt-realtime-whisper';
  /**
   * Context for the transcription model. `whisper-1` reads a list of keywords, the
   * `gpt-4o-transcribe` models read a sentence. Not for `gpt-4o-transcribe-diarize`,
   * and not for `gpt-realtime-whisper`.
   */
  prompt?: string;
}

export declare namespace ConversationCreatedEvent {
  /**
   * The conversation that was created.
   */
  interface Conversation {
    /**
     * Identifies the conversation. A session has one.
     */
    id?: string;
    object?: 'realtime.conversation';
  }
}

/**
 * The session's default conversation exists. Where it is sent, it follows
 * `session.created`; do not wait for it.
 */
export interface ConversationCreatedEvent {
  conversation: ConversationCreatedEvent.Conversation;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  type: 'conversation.created';
}

export declare namespace RealtimeConversationItemSystemMessage {
  /**
   * One piece of text of a system message.
   */
  interface Content {
    /**
     * What the model is told.
     */
    text?: string;
    type?: 'input_text';
  }
}

/**
 * Text from the application to the model, at one point of the conversation. Use it
 * for news in the course of a talk, and the session's `instructions` for how the
 * model should behave in general.
 */
export interface RealtimeConversationItemSystemMessage {
  content: RealtimeConversationItemSystemMessage.Content[];
  role: 'system';
  type: 'message';
  /**
   * Identifies the item. A client that creates an item may choose it; otherwise the
   * server does.
   */
  id?: string;
  /**
   * Always `realtime.item`. A client that creates an item may leave it out.
   */
  object?: 'realtime.item';
  /**
   * How far the item has come. It is information only: the conversation does not
   * depend on it.
   */
  status?: 'completed' | 'incomplete' | 'in_progress';
}

export declare namespace RealtimeConversationItemUserMessage {
  /**
   * One part of the user's message: text, speech or an image. `type` says which, and
   * with it which of the other fields are set.
   */
  interface Content {
    /**
     * For `input_audio`: the speech in Base64, encoded as
     * `session.audio.input.format` says; without a setting, 24 kHz mono PCM with
     * 16-bit samples. The server leaves it out except in
     * `conversation.item.retrieved`.
     */
    audio?: string;
    /**
     * For `input_image`: how closely the model looks at the image. `auto` means
     * `high`.
     */
    detail?: 'auto' | 'low' | 'high';
    /**
     * For `input_image`: a PNG or JPEG image inside a `data:` URI, in Base64.
     */
    image_url?: string;
    /**
     * For `input_text`: the text.
     */
    text?: string;
    /**
     * For `input_audio`: the speech as text, for people to read. The model does not
     * see it. It comes from the transcription model, so it is missing where
     * transcription is off or not finished.
     */
    transcript?: string;
    /**
     * What the part holds: `input_text` has `text`, `input_audio` has `audio` or what was said
     * as `transcript`, `input_image` has `image_url`.
     */
    type?: 'input_text' | 'input_audio' | 'input_image';
  }
}

/**
 * What the user said, wrote or showed.
 */
export interface RealtimeConversationItemUserMessage {
  content: RealtimeConversationItemUserMessage.Content[];
  role: 'user';
  type: 'message';
  /**
   * Identifies the item. A client that creates an item may choose it; otherwise the
   * server does.
   */
  id?: string;
  /**
   * Always `realtime.item`. A client that creates an item may leave it out.
   */
  object?: 'realtime.item';
  /**
   * How far the item has come. It is information only: the conversation does not
   * depend on it.
   */
  status?: 'completed' | 'incomplete' | 'in_progress';
}

export declare namespace RealtimeConversationItemAssistantMessage {
  /**
   * One part of the model's message: text, or speech with its transcript.
   */
  interface Content {
    /**
     * For `output_audio`: the speech in Base64, encoded as
     * `session.audio.output.format` says; without a setting, 24 kHz mono PCM with
     * 16-bit samples. The server leaves it out except in
     * `conversation.item.retrieved`.
     */
    audio?: string;
    /**
     * For `output_text`: the text.
     */
    text?: string;
    /**
     * For `output_audio`: what the model says in it, as text.
     */
    transcript?: string;
    /**
     * `output_audio` or `output_text`, as `output_modalities` asks for.
     */
    type?: 'output_text' | 'output_audio';
  }
}

/**
 * What the model said or wrote.
 */
export interface RealtimeConversationItemAssistantMessage {
  content: RealtimeConversationItemAssistantMessage.Content[];
  role: 'assistant';
  type: 'message';
  /**
   * Identifies the item. A client that creates an item may choose it; otherwise the
   * server does.
   */
  id?: string;
  /**
   * Always `realtime.item`. A client that creates an item may leave it out.
   */
  object?: 'realtime.item';
  /**
   * How far the item has come. It is information only: the conversation does not
   * depend on it.
   */
  status?: 'completed' | 'incomplete' | 'in_progress';
}

/**
 * The model wants the client to call a function. The client answers with a
 * `function_call_output` item that has the same `call_id`, and usually with
 * `response.create` after it.
 */
export interface RealtimeConversationItemFunctionCall {
  /**
   * The arguments as one JSON text, not as an object. The model wrote it, so it may
   * not fit the function's schema.
   */
  arguments: string;
  /**
   * Which function the model wants called: one of the session's or the response's tools.
   */
  name: string;
  type: 'function_call';
  /**
   * Identifies the item. A client that creates an item may choose it; otherwise the
   * server does.
   */
  id?: string;
  /**
   * Joins this call with its `function_call_output`. It is not the item's `id`.
   */
  call_id?: string;
  /**
   * Always `realtime.item`. A client that creates an item may leave it out.
   */
  object?: 'realtime.item';
  /**
   * How far the item has come. It is information only: the conversation does not
   * depend on it.
   */
  status?: 'completed' | 'incomplete' | 'in_progress';
}

/**
 * What a function gave back, sent by the client. The model sees it in the next
 * response; sending it starts none.
 */
export interface RealtimeConversationItemFunctionCallOutput {
  /**
   * The `call_id` of the `function_call` item that this answers.
   */
  call_id: string;
  /**
   * The result as text; often JSON, but any text will do, and an empty one too.
   */
  output: string;
  type: 'function_call_output';
  /**
   * Identifies the item. A client that creates an item may choose it; otherwise the
   * server does.
   */
  id?: string;
  /**
   * Always `realtime.item`. A client that creates an item may leave it out.
   */
  object?: 'realtime.item';
  /**
   * How far the item has come. It is information only: the conversation does not
   * depend on it.
   */
  status?: 'completed' | 'incomplete' | 'in_progress';
}

/**
 * The client's answer to an `mcp_approval_request`: whether the server may call the
 * tool.
 */
export interface RealtimeMcpApprovalResponse {
  /**
   * Identifies the item.
   */
  id: string;
  /**
   * The `id` of the `mcp_approval_request` item that this answers.
   */
  approval_request_id: string;
  /**
   * True lets the call go ahead.
   */
  approve: boolean;
  type: 'mcp_approval_response';
  /**
   * Why, in words; may be left out or `null`.
   */
  reason?: string | null;
}

export declare namespace RealtimeMcpListTools {
  /**
   * One tool of an MCP server, as that server describes it.
   */
  interface Tool {
    /**
     * A JSON Schema of the tool's arguments.
     */
    input_schema: unknown;
    /**
     * What the server calls the tool; `mcp_call` items name it so.
     */
    name: string;
    /**
     * Hints of the MCP server about the tool, in MCP's own form.
     */
    annotations?: unknown;
    /**
     * What the tool is for, in the server's words. The model reads it.
     */
    description?: string | null;
  }
}

/**
 * The tools that an MCP server offers. The server adds this item to the conversation
 * after it asked the MCP server; `mcp_list_tools.completed` tells when.
 */
export interface RealtimeMcpListTools {
  /**
   * The `server_label` that the session's `tools` gave to the MCP server.
   */
  server_label: string;
  tools: RealtimeMcpListTools.Tool[];
  type: 'mcp_list_tools';
  /**
   * Identifies the item.
   */
  id?: string;
}

/**
 * The MCP server answered with an error of the protocol.
 */
export interface RealtimeMcpProtocolError {
  /**
   * The error code of MCP's JSON-RPC, such as -32602.
   */
  code: number;
  /**
   * What went wrong, for people.
   */
  message: string;
  type: 'protocol_error';
}

/**
 * The tool ran and reported that it failed.
 */
export interface RealtimeMcpToolExecutionError {
  /**
   * What the tool says went wrong.
   */
  message: string;
  type: 'tool_execution_error';
}

/**
 * The MCP server could not be asked, or answered with an HTTP error.
 */
export interface RealtimeMcphttpError {
  /**
   * The HTTP status.
   */
  code: number;
  /**
   * What went wrong, for people.
   */
  message: string;
  type: 'http_error';
}

/**
 * A call of an MCP server's tool. The API makes the call itself; the client need not
 * do anything.
 */
export interface RealtimeMcpToolCall {
  /**
   * Identifies the item.
   */
  id: string;
  /**
   * The arguments as one JSON text, not as an object.
   */
  arguments: string;
  /**
   * Which tool of the server was called.
   */
  name: string;
  /**
   * The `server_label` that the session's `tools` gave to the MCP server.
   */
  server_label: string;
  type: 'mcp_call';
  /**
   * The `id` of the `mcp_approval_request` that was approved before; missing or
   * `null` where none was needed.
   */
  approval_request_id?: string | null;
  /**
   * Why the call failed. Missing or `null` while it runs and when it succeeded.
   */
  error?: RealtimeMcpProtocolError | RealtimeMcpToolExecutionError | RealtimeMcphttpError | null;
  /**
   * What the tool gave back, as text. Missing or `null` while it runs and when it
   * failed.
   */
  output?: string | null;
}

/**
 * The model wants to call a tool that needs approval. Nothing is called until the
 * client creates an `mcp_approval_response` item.
 */
export interface RealtimeMcpApprovalRequest {
  /**
   * Identifies the request; the answer repeats it as `approval_request_id`.
   */
  id: string;
  /**
   * The arguments as one JSON text, not as an object.
   */
  arguments: string;
  /**
   * Which tool the model would call.
   */
  name: string;
  /**
   * The `server_label` that the session's `tools` gave to the MCP server.
   */
  server_label: string;
  type: 'mcp_approval_request';
}

/**
 * One entry of a conversation. `type` says which kind it is; messages are told apart
 * by `role`.
 */
export type ConversationItem = RealtimeConversationItemSystemMessage | RealtimeConversationItemUserMessage | RealtimeConversationItemAssistantMessage | RealtimeConversationItemFunctionCall | RealtimeConversationItemFunctionCallOutput | RealtimeMcpApprovalResponse | RealtimeMcpListTools | RealtimeMcpToolCall | RealtimeMcpApprovalRequest;

/**
 * An item is now part of the default conversation: the client created it, input audio
 * was committed, or the model starts to write it. In the last case it is still empty
 * and `in_progress`.
 *
 * Audio bytes are never in it; `conversation.item.retrieve` asks for them.
 * `conversation.item.done` follows when the item is complete.
 */
export interface ConversationItemAdded {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  item: ConversationItem;
  type: 'conversation.item.added';
  /**
   * The item before this one; `null` or missing for the first of the conversation.
   */
  previous_item_id?: string | null;
}

/**
 * Adds an item to the default conversation: a message, a function's result, or
 * history from elsewhere. Audio of the assistant cannot be added. No response starts;
 * `response.create` asks for one.
 *
 * Answered by `conversation.item.added` and `conversation.item.done`, or by an `error` event.
 */
export interface ConversationItemCreateEvent {
  item: ConversationItem;
  type: 'conversation.item.create';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
  /**
   * Where to insert: after the item with this identifier, at the start for `root`, at
   * the end if left out. An unknown identifier is an error, and nothing is added.
   */
  previous_item_id?: string;
}

/**
 * An item was created, by the client, from input audio or by the model. The beta sent
 * this event; GA sessions send `conversation.item.added` and
 * `conversation.item.done`.
 */
export interface ConversationItemCreatedEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  item: ConversationItem;
  type: 'conversation.item.created';
  /**
   * The item before this one; `null` or missing for the first of the conversation.
   */
  previous_item_id?: string | null;
}

/**
 * Removes an item from the conversation, whatever its kind. Answered by
 * `conversation.item.deleted`, or by an `error` event if there is no such item.
 */
export interface ConversationItemDeleteEvent {
  /**
   * Which item to remove.
   */
  item_id: string;
  type: 'conversation.item.delete';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
}

/**
 * An item was removed, because the client sent `conversation.item.delete`. The model
 * will not see it again.
 */
export interface ConversationItemDeletedEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * Which item is gone.
   */
  item_id: string;
  type: 'conversation.item.deleted';
}

/**
 * An item is complete and will not change by itself. It has all its content but the
 * audio bytes, which `conversation.item.retrieve` asks for. An item of an interrupted
 * response has the status `incomplete`.
 */
export interface ConversationItemDone {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  item: ConversationItem;
  type: 'conversation.item.done';
  /**
   * The item before this one; `null` or missing for the first of the conversation.
   */
  previous_item_id?: string | null;
}

export declare namespace ConversationItemInputAudioTranscriptionCompletedEvent {
  namespace TranscriptTextUsageTokens {
    /**
     * The input tokens by kind.
     */
    interface InputTokenDetails {
      /**
       * How many of them were audio.
       */
      audio_tokens?: number;
      /**
       * How many of them were text, as that of a `prompt`.
       */
      text_tokens?: number;
    }
  }
  /**
   * The cost of a transcription whose model is billed by the token.
   */
  interface TranscriptTextUsageTokens {
    /**
     * Tokens that the transcription model was given.
     */
    input_tokens: number;
    /**
     * Tokens that the transcript took.
     */
    output_tokens: number;
    /**
     * Input and output tokens together.
     */
    total_tokens: number;
    type: 'tokens';
    input_token_details?: ConversationItemInputAudioTranscriptionCompletedEvent.TranscriptTextUsageTokens.InputTokenDetails;
  }
  /**
   * The cost of a transcription whose model is billed by the length of the audio.
   */
  interface TranscriptTextUsageDuration {
    /**
     * The length of the audio in seconds; may have a fraction.
     */
    seconds: number;
    type: 'duration';
  }
}

/**
 * A language that the transcription model heard.
 */
export interface TranscriptionLanguage {
  /**
   * Its code, such as `en`.
   */
  code: string;
}

/**
 * How likely one token of a transcript is.
 */
export interface LogProbProperties {
  /**
   * The token, as text.
   */
  token: string;
  /**
   * The token's UTF-8 bytes. A character may be spread over several tokens.
   */
  bytes: number[];
  /**
   * The natural logarithm of the probability: 0 is certain, the lower the less
   * likely.
   */
  logprob: number;
}

/**
 * The transcript of a piece of the user's speech is ready. Comes only where
 * transcription is on, once the audio was committed, and in no fixed order with the
 * events of the response.
 *
 * Another model than the one that answers writes it, so the two may have heard
 * different words.
 */
export interface ConversationItemInputAudioTranscriptionCompletedEvent {
  /**
   * Which part of the item's `content` has the speech; counts from 0.
   */
  content_index: number;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The user message with the speech.
   */
  item_id: string;
  /**
   * All of the text; replaces what the deltas gave.
   */
  transcript: string;
  type: 'conversation.item.input_audio_transcription.completed';
  /**
   * What the transcription cost. It is billed at the price of the transcription model
   * and is not part of a response's `usage`.
   */
  usage: ConversationItemInputAudioTranscriptionCompletedEvent.TranscriptTextUsageTokens | ConversationItemInputAudioTranscriptionCompletedEvent.TranscriptTextUsageDuration;
  /**
   * The languages that were heard. Only `gpt-transcribe` gives them; an empty list
   * means that it could not tell.
   */
  languages?: TranscriptionLanguage[];
  /**
   * How sure the model was of each token. Only if the session's `include` asks for
   * `item.input_audio_transcription.logprobs`.
   */
  logprobs?: LogProbProperties[] | null;
}

/**
 * A further piece of a transcript of the user's speech. Append `delta` to what came
 * before for the same `item_id` and `content_index`.
 */
export interface ConversationItemInputAudioTranscriptionDeltaEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The user message with the speech.
   */
  item_id: string;
  type: 'conversation.item.input_audio_transcription.delta';
  /**
   * Which part of the item's `content` has the speech; counts from 0.
   */
  content_index?: number;
  /**
   * The next piece of the transcript.
   */
  delta?: string;
  /**
   * How sure the model was of each token. Only if the session's `include` asks for
   * `item.input_audio_transcription.logprobs`.
   */
  logprobs?: LogProbProperties[] | null;
}

export declare namespace ConversationItemInputAudioTranscriptionFailedEvent {
  /**
   * Why the transcription failed.
   */
  interface Error {
    /**
     * A name of the problem for programs, where there is one.
     */
    code?: string;
    /**
     * What went wrong, for people.
     */
    message?: string;
    /**
     * The setting that is to blame, where one is.
     */
    param?: string;
    /**
     * The sort of failure.
     */
    type?: string;
  }
}

/**
 * The speech of one user message could not be transcribed. It is an event of its own,
 * not an `error` event, so that the message can be found. The model has heard the audio all
 * the same.
 */
export interface ConversationItemInputAudioTranscriptionFailedEvent {
  /**
   * Which part of the item's `content` has the speech; counts from 0.
   */
  content_index: number;
  error: ConversationItemInputAudioTranscriptionFailedEvent.Error;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The user message with the speech.
   */
  item_id: string;
  type: 'conversation.item.input_audio_transcription.failed';
}

/**
 * A stretch of speech by one speaker, with its text. Comes from transcription models
 * that tell speakers apart.
 */
export interface ConversationItemInputAudioTranscriptionSegment {
  /**
   * Identifies the segment.
   */
  id: string;
  /**
   * Which part of the item's `content` has the speech; counts from 0.
   */
  content_index: number;
  /**
   * Where the segment stops, in seconds.
   */
  end: number;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The user message with the speech.
   */
  item_id: string;
  /**
   * A label for the speaker; the same label means the same voice.
   */
  speaker: string;
  /**
   * Where the segment begins, in seconds.
   */
  start: number;
  /**
   * What was said in this segment.
   */
  text: string;
  type: 'conversation.item.input_audio_transcription.segment';
}

/**
 * Asks for an item as the server has it, with its audio: for example the user's
 * speech after noise reduction. Answered by `conversation.item.retrieved`, or by
 * an `error` event if there is no such item.
 */
export interface ConversationItemRetrieveEvent {
  /**
   * Which item to send back.
   */
  item_id: string;
  type: 'conversation.item.retrieve';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
}

/**
 * Cuts off the end of the model's speech that was sent but not played, after the user
 * interrupted. Audio arrives faster than it plays, so without this the model believes
 * that everything was heard. The transcript of that speech is removed as well.
 *
 * Answered by `conversation.item.truncated`.
 */
export interface ConversationItemTruncateEvent {
  /**
   * How much of the audio to keep: what was played so far, in milliseconds from its
   * start. More than there is gives an error.
   */
  audio_end_ms: number;
  /**
   * Which part of the item's `content` to cut. Use 0.
   */
  content_index: number;
  /**
   * The assistant message to cut; no other kind of item can be.
   */
  item_id: string;
  type: 'conversation.item.truncate';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
}

/**
 * A message of the model was cut, because the client sent
 * `conversation.item.truncate`. Its transcript is gone too.
 */
export interface ConversationItemTruncatedEvent {
  /**
   * How much of the audio is left, in milliseconds.
   */
  audio_end_ms: number;
  /**
   * Which part of the message's `content` was cut.
   */
  content_index: number;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * Which assistant message was cut.
   */
  item_id: string;
  type: 'conversation.item.truncated';
}

export declare namespace ConversationItemWithReference {
  /**
   * One part of a message. `type` says which of the other fields count.
   */
  interface Content {
    /**
     * For `item_reference`: an earlier item, from the client or the server.
     */
    id?: string;
    /**
     * For `input_audio`: the speech in Base64, in the session's input format.
     */
    audio?: string;
    /**
     * For `input_text` and `text`: the text.
     */
    text?: string;
    /**
     * For `input_audio`: the speech as text.
     */
    transcript?: string;
    /**
     * What the part holds. An `item_reference` has nothing but the `id` of another item.
     */
    type?: 'input_text' | 'input_audio' | 'item_reference' | 'text';
  }
}

/**
 * An item for the `input` of one response: written out, or a reference to an earlier
 * one. `type` says which, and with it which other fields count.
 */
export interface ConversationItemWithReference {
  /**
   * For `item_reference`: the earlier item, and then required. For other kinds: an
   * identifier of the client's choice, or none.
   */
  id?: string;
  /**
   * For `function_call`: the arguments as one JSON text.
   */
  arguments?: string;
  /**
   * For `function_call` and `function_call_output`: joins the two. An output whose
   * call is unknown is refused.
   */
  call_id?: string;
  /**
   * For `message`: its parts. The system may send `input_text`, the user that and
   * `input_audio`, the assistant `text`.
   */
  content?: ConversationItemWithReference.Content[];
  /**
   * For `function_call`: the function.
   */
  name?: string;
  /**
   * Always `realtime.item`. A client that creates an item may leave it out.
   */
  object?: 'realtime.item';
  /**
   * For `function_call_output`: the result as text.
   */
  output?: string;
  /**
   * For `message`: whose it is.
   */
  role?: 'user' | 'assistant' | 'system';
  /**
   * How far the item has come. It is information only: the conversation does not
   * depend on it.
   */
  status?: 'completed' | 'incomplete' | 'in_progress';
  /**
   * What the item is. An `item_reference` stands for one that the conversation has.
   */
  type?: 'message' | 'function_call' | 'function_call_output' | 'item_reference';
}

/**
 * Adds audio to the input buffer. With turn detection on, the server listens to the
 * buffer and commits it by itself; with it off, the client sends
 * `input_audio_buffer.commit`. Noise reduction is applied on the way in.
 *
 * There is no answer, so that audio can be sent as it is recorded.
 */
export interface InputAudioBufferAppendEvent {
  /**
   * The audio in Base64, encoded as `session.audio.input.format` says. At most 15 MiB
   * in one event; small pieces let turn detection react sooner.
   */
  audio: string;
  type: 'input_audio_buffer.append';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
}

/**
 * Throws away what is in the input buffer. Answered by `input_audio_buffer.cleared`.
 */
export interface InputAudioBufferClearEvent {
  type: 'input_audio_buffer.clear';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
}

/**
 * The input buffer is empty, because the client sent `input_audio_buffer.clear`.
 */
export interface InputAudioBufferClearedEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  type: 'input_audio_buffer.cleared';
}

/**
 * Makes a user message of what is in the input buffer, and empties it. An empty
 * buffer is an error. Transcription starts if it is on; a response does not,
 * `response.create` asks for it. With server turn detection this event is not needed.
 *
 * Answered by `input_audio_buffer.committed`.
 */
export interface InputAudioBufferCommitEvent {
  type: 'input_audio_buffer.commit';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
}

/**
 * The input buffer became a user message, at the client's request or by turn
 * detection. The message itself follows in `conversation.item.added`.
 */
export interface InputAudioBufferCommittedEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The user message that the audio becomes.
   */
  item_id: string;
  type: 'input_audio_buffer.committed';
  /**
   * The item that the message comes after; `null` or missing for the first of the
   * conversation.
   */
  previous_item_id?: string | null;
}

/**
 * The caller pressed a key of the telephone. Only in calls over SIP. Unlike every
 * other server event it has no `event_id`.
 */
export interface InputAudioBufferDtmfEventReceivedEvent {
  /**
   * The key, such as `5`: a digit, `*`, `#`, or a letter from `A` to `D`.
   */
  event: string;
  /**
   * When the server noticed, in seconds since 1970 (UTC).
   */
  received_at: number;
  type: 'input_audio_buffer.dtmf_event_received';
}

/**
 * Turn detection hears the user begin to speak. A client that is playing audio should
 * stop now. `input_audio_buffer.speech_stopped` follows, with the same `item_id`,
 * unless the client commits the buffer first.
 */
export interface InputAudioBufferSpeechStartedEvent {
  /**
   * Where the speech begins, in milliseconds of all audio that the session has
   * received; the padding of `prefix_padding_ms` is already taken off.
   */
  audio_start_ms: number;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The user message that the speech will become.
   */
  item_id: string;
  type: 'input_audio_buffer.speech_started';
}

/**
 * Turn detection hears the user stop. The server commits the speech and adds the user
 * message.
 */
export interface InputAudioBufferSpeechStoppedEvent {
  /**
   * Where the speech ends, in milliseconds of all audio that the session has
   * received; the silence that was waited for is included.
   */
  audio_end_ms: number;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The user message that the speech becomes.
   */
  item_id: string;
  type: 'input_audio_buffer.speech_stopped';
}

/**
 * The user was silent for `idle_timeout_ms` after the model's last answer was played.
 * The server commits the silence as a user message and starts a response, in which
 * the model usually asks whether somebody is there.
 */
export interface InputAudioBufferTimeoutTriggered {
  /**
   * Where the time ran out, on the same scale.
   */
  audio_end_ms: number;
  /**
   * Where the silence begins, in milliseconds of all audio that the session has
   * received.
   */
  audio_start_ms: number;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The user message that the silence becomes.
   */
  item_id: string;
  type: 'input_audio_buffer.timeout_triggered';
}

/**
 * The tools of an MCP server are known; responses from now on can use them. The item
 * has the list.
 */
export interface McpListToolsCompleted {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The `mcp_list_tools` item that this is about.
   */
  item_id: string;
  type: 'mcp_list_tools.completed';
}

/**
 * The tools of an MCP server could not be listed. The session goes on without them.
 */
export interface McpListToolsFailed {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The `mcp_list_tools` item that this is about.
   */
  item_id: string;
  type: 'mcp_list_tools.failed';
}

/**
 * The server has begun to ask an MCP server for its tools.
 */
export interface McpListToolsInProgress {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The `mcp_list_tools` item that this is about.
   */
  item_id: string;
  type: 'mcp_list_tools.in_progress';
}

/**
 * Where the microphone is: `near_field` for a headset, `far_field` for a laptop or a
 * room.
 */
export type NoiseReductionType = 'near_field' | 'far_field';

/**
 * Stops the audio that the server is playing to the user at once. Only over WebRTC
 * and SIP, where the server holds the buffer. Send `response.cancel` first, or the
 * model goes on producing.
 *
 * Answered by `output_audio_buffer.cleared`.
 */
export interface OutputAudioBufferClearEvent {
  type: 'output_audio_buffer.clear';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
}

export declare namespace RateLimitsUpdatedEvent {
  /**
   * One limit and what is left of it.
   */
  interface RateLimit {
    /**
     * The most that is allowed.
     */
    limit?: number;
    /**
     * What is counted.
     */
    name?: 'requests' | 'tokens';
    /**
     * What is left.
     */
    remaining?: number;
    /**
     * How long until all of it is available again, in seconds; may have a fraction.
     */
    reset_seconds?: number;
  }
}

/**
 * How much of the account's limits is left. Comes with a response, in recordings right
 * after `response.done`. Tokens for output are set aside when a response starts, and what
 * it did not need is given back.
 */
export interface RateLimitsUpdatedEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  rate_limits: RateLimitsUpdatedEvent.RateLimit[];
  type: 'rate_limits.updated';
}

export declare namespace RealtimeAudioFormats {
  /**
   * Mono PCM with 16-bit little-endian samples.
   */
  interface AudioPCM {
    /**
     * Samples a second; no other rate is supported.
     */
    rate?: 24000;
    type?: 'audio/pcm';
  }
  /**
   * G.711 μ-law, as telephones use it in North America and Japan: 8 kHz, one byte a
   * sample.
   */
  interface AudioPCMU {
    type?: 'audio/pcmu';
  }
  /**
   * G.711 A-law, as telephones use it elsewhere: 8 kHz, one byte a sample.
   */
  interface AudioPCMA {
    type?: 'audio/pcma';
  }
}

/**
 * How audio is encoded.
 */
export type RealtimeAudioFormats = RealtimeAudioFormats.AudioPCM | RealtimeAudioFormats.AudioPCMU | RealtimeAudioFormats.AudioPCMA;

export declare namespace RealtimeAudioConfigInput {
  /**
   * Noise reduction for the audio that the client sends. It works before turn
   * detection and the model, and helps both.
   */
  interface NoiseReduction {
    /**
     * How strongly noise is removed: the higher, the more. Turning noise reduction on
     * sets it to 1; an update without it keeps the value.
     */
    strength?: number;
    type?: NoiseReductionType;
  }
}

export declare namespace RealtimeAudioInputTurnDetection {
  /**
   * Turns are found by loudness: speech ends when it is quiet for long enough.
   */
  interface ServerVad {
    type: 'server_vad';
    /**
     * Whether a response starts when the user stops. It may not start if
     * `interrupt_response` is off and another is still running. With both off, the
     * server only reports the turns.
     */
    create_response?: boolean;
    /**
     * After how much silence the model speaks up by itself, in milliseconds, counted
     * from the end of its last audio as played. `null` or missing: never. Announced
     * by `input_audio_buffer.timeout_triggered`.
     */
    idle_timeout_ms?: number | null;
    /**
     * Whether the running response of the default conversation is cancelled when the
     * user starts to speak.
     */
    interrupt_response?: boolean;
    /**
     * How much audio before the detected start of speech is kept, in milliseconds;
     * 300 by default.
     */
    prefix_padding_ms?: number;
    /**
     * How much silence ends a turn, in milliseconds; 500 by default. Less gives
     * quicker answers, and more of them in the middle of a pause.
     */
    silence_duration_ms?: number;
    /**
     * How loud speech has to be, from 0 to 1; 0.5 by default. Raise it where it is
     * noisy.
     */
    threshold?: number;
  }
  /**
   * Turns are found by a model that judges whether the user has finished.
   */
  interface SemanticVad {
    type: 'semantic_vad';
    /**
     * Whether a response starts when the user stops.
     */
    create_response?: boolean;
    /**
     * How soon a turn is taken to be over: at the latest after 8 seconds for `low`, 4
     * for `medium`, 2 for `high`. `auto`, the default, is `medium`.
     */
    eagerness?: 'low' | 'medium' | 'high' | 'auto';
    /**
     * Whether the running response of the default conversation is cancelled when the
     * user starts to speak.
     */
    interrupt_response?: boolean;
  }
}

/**
 * How the server notices that the user starts and stops to speak. `server_vad`
 * listens for silence. `semantic_vad` asks a model whether the sentence sounds
 * complete, and waits longer when it does not.
 */
export type RealtimeAudioInputTurnDetection = RealtimeAudioInputTurnDetection.ServerVad | RealtimeAudioInputTurnDetection.SemanticVad;

/**
 * The settings of the audio that the client sends.
 */
export interface RealtimeAudioConfigInput {
  /**
   * How the client's audio is encoded; 24 kHz PCM by default.
   */
  format?: RealtimeAudioFormats;
  /**
   * Noise reduction for the audio that the client sends; off by default. In an
   * update, `null` turns it off and leaving it out changes nothing.
   */
  noise_reduction?: RealtimeAudioConfigInput.NoiseReduction;
  /**
   * How the user's speech is transcribed; off by default. In an update, `null` turns
   * it off.
   *
   * The transcript is for people: the model hears the audio itself and does not read
   * it.
   */
  transcription?: AudioTranscription;
  /**
   * How the server notices that the user starts and stops to speak. `null` turns it
   * off: the client then commits the audio and asks for responses itself.
   *
   * Transcription with `gpt-realtime-whisper` needs `null`.
   */
  turn_detection?: RealtimeAudioInputTurnDetection | null;
}

export declare namespace RealtimeAudioConfigOutput {
  /**
   * A custom voice, by its identifier.
   */
  interface ID {
    /**
     * The custom voice, such as `voice_1234`.
     */
    id: string;
  }
}

/**
 * The settings of the audio that the model sends.
 */
export interface RealtimeAudioConfigOutput {
  /**
   * How the model's audio is encoded; 24 kHz PCM by default.
   */
  format?: RealtimeAudioFormats;
  /**
   * How fast the speech is played, from 0.25 to 1.5; 1 by default. It stretches the
   * finished audio, and can be changed only between responses.
   */
  speed?: number;
  /**
   * The voice: a built-in one by its name, such as `marin` or `cedar`, or a custom
   * one by its identifier. It cannot be changed once the session has produced audio.
   */
  voice?: string | RealtimeAudioConfigOutput.ID;
}

/**
 * The settings of the audio that the client sends and of the audio that it gets.
 */
export interface RealtimeAudioConfig {
  input?: RealtimeAudioConfigInput;
  output?: RealtimeAudioConfigOutput;
}

/**
 * Stops a response that is in progress. Answered by `response.done` with the status
 * `cancelled`. Where nothing is running the server sends an `error` event, which does
 * no harm.
 */
export interface ResponseCancelEvent {
  type: 'response.cancel';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
  /**
   * The response to stop. If left out, the one that runs in the default conversation;
   * one that runs outside it has to be named.
   */
  response_id?: string;
}

export declare namespace RealtimeResponseCreateAudioOutput {
  namespace Output {
    /**
     * A custom voice, by its identifier.
     */
    interface ID {
      /**
       * The custom voice, such as `voice_1234`.
       */
      id: string;
    }
  }
  /**
   * The settings of the audio that the model sends.
   */
  interface Output {
    /**
     * How the model's audio is encoded; 24 kHz PCM by default.
     */
    format?: RealtimeAudioFormats;
    /**
     * The voice: a built-in one by its name, such as `marin` or `cedar`, or a custom
     * one by its identifier. It cannot be changed once the session has produced
     * audio.
     */
    voice?: string | RealtimeResponseCreateAudioOutput.Output.ID;
  }
}

/**
 * The audio settings of one response.
 */
export interface RealtimeResponseCreateAudioOutput {
  output?: RealtimeResponseCreateAudioOutput.Output;
}

/**
 * Labels of the client's own: at most 16, with keys of up to 64 characters and values
 * of up to 512.
 */
export type Metadata = { [key: string]: string };

export declare namespace ResponseInputText {
  /**
   * Where the part of a prompt ends that can be cached and used again.
   */
  interface PromptCacheBreakpoint {
    mode: 'explicit';
    /**
     * How long the cached part is kept at least. If left out, the request's own
     * setting counts.
     */
    ttl?: '30m' | '12h';
  }
}

/**
 * A text for a variable of a prompt.
 */
export interface ResponseInputText {
  /**
   * What the model reads.
   */
  text: string;
  type: 'input_text';
  /**
   * Where the part of a prompt ends that can be cached and used again.
   */
  prompt_cache_breakpoint?: ResponseInputText.PromptCacheBreakpoint;
}

/**
 * How closely a model looks at an image. `original` keeps its full resolution.
 */
export type ImageDetail = 'low' | 'high' | 'auto' | 'original';

export declare namespace ResponseInputImage {
  /**
   * Where the part of a prompt ends that can be cached and used again.
   */
  interface PromptCacheBreakpoint {
    mode: 'explicit';
    /**
     * How long the cached part is kept at least. If left out, the request's own
     * setting counts.
     */
    ttl?: '30m' | '12h';
  }
}

/**
 * An image for a variable of a prompt, by URL or as an uploaded file.
 */
export interface ResponseInputImage {
  /**
   * How closely the model looks at the image.
   */
  detail: ImageDetail;
  type: 'input_image';
  /**
   * An uploaded file, by its identifier.
   */
  file_id?: string | null;
  /**
   * Where the image is: an ordinary URL, or a `data:` URL with the image in Base64.
   */
  image_url?: string | null;
  /**
   * Where the part of a prompt ends that can be cached and used again.
   */
  prompt_cache_breakpoint?: ResponseInputImage.PromptCacheBreakpoint;
}

export declare namespace ResponseInputFile {
  /**
   * Where the part of a prompt ends that can be cached and used again.
   */
  interface PromptCacheBreakpoint {
    mode: 'explicit';
    /**
     * How long the cached part is kept at least. If left out, the request's own
     * setting counts.
     */
    ttl?: '30m' | '12h';
  }
}

/**
 * A file for a variable of a prompt: uploaded, by URL, or inline.
 */
export interface ResponseInputFile {
  type: 'input_file';
  /**
   * How finely the file is rendered for the model; `high` may cost more tokens.
   * `auto`, the default, lets the server choose.
   */
  detail?: 'auto' | 'low' | 'high';
  /**
   * The content of the file, inline.
   */
  file_data?: string;
  /**
   * An uploaded file, by its identifier.
   */
  file_id?: string | null;
  /**
   * Where the server gets the file.
   */
  file_url?: string;
  /**
   * What the file is called.
   */
  filename?: string;
  /**
   * Where the part of a prompt ends that can be cached and used again.
   */
  prompt_cache_breakpoint?: ResponseInputFile.PromptCacheBreakpoint;
}

/**
 * A prompt that is stored with the publisher, and the values of its variables.
 */
export interface ResponsePrompt {
  /**
   * Identifies the template.
   */
  id: string;
  /**
   * The values of the prompt's variables, by name: text, images or files.
   */
  variables?: { [key: string]: string | ResponseInputText | ResponseInputImage | ResponseInputFile } | null;
  /**
   * Which version of the prompt; missing or `null` for the current one.
   */
  version?: string | null;
}

/**
 * How much a model reasons before it answers. More effort takes more time and tokens.
 */
export type RealtimeReasoningEffort = 'minimal' | 'low' | 'medium' | 'high' | 'xhigh';

/**
 * How models that reason do so, such as `gpt-realtime-2`.
 */
export interface RealtimeReasoning {
  /**
   * How much the model reasons before it answers.
   */
  effort?: RealtimeReasoningEffort;
}

/**
 * Whether the model calls tools: never (`none`), as it sees fit (`auto`), or at least
 * one (`required`).
 */
export type ToolChoiceOptions = 'none' | 'auto' | 'required';

/**
 * The model must call this function.
 */
export interface ToolChoiceFunction {
  /**
   * Which of the tools the model has to call.
   */
  name: string;
  type: 'function';
}

/**
 * The model must call a tool of this MCP server.
 */
export interface ToolChoiceMcp {
  /**
   * The `server_label` that the session's `tools` gave to the MCP server.
   */
  server_label: string;
  type: 'mcp';
  /**
   * Which tool; missing or `null` leaves it to the model.
   */
  name?: string | null;
}

/**
 * A function of the client's that the model may ask for. The model only writes the
 * call, in a `function_call` item; the client makes it.
 */
export interface RealtimeFunctionTool {
  /**
   * What the function does and when to call it, for the model to read. It may also
   * say what to tell the user meanwhile.
   */
  description?: string;
  /**
   * What the model calls the function by.
   */
  name?: string;
  /**
   * A JSON Schema of the function's arguments.
   */
  parameters?: unknown;
  type?: 'function';
}

export declare namespace RealtimeResponseCreateMcpTool {
  /**
   * Selects tools of an MCP server.
   */
  interface McpToolFilter {
    /**
     * Selects by what the MCP server says in `readOnlyHint`: true for tools that
     * change nothing.
     */
    read_only?: boolean;
    /**
     * Selects by name.
     */
    tool_names?: string[];
  }
  namespace McpToolApprovalFilter {
    /**
     * The tools that need approval.
     */
    interface Always {
      /**
       * Selects by what the MCP server says in `readOnlyHint`: true for tools that
       * change nothing.
       */
      read_only?: boolean;
      /**
       * Selects by name.
       */
      tool_names?: string[];
    }
    /**
     * The tools that need no approval.
     */
    interface Never {
      /**
       * Selects by what the MCP server says in `readOnlyHint`: true for tools that
       * change nothing.
       */
      read_only?: boolean;
      /**
       * Selects by name.
       */
      tool_names?: string[];
    }
  }
  /**
   * Which tools need approval and which do not.
   */
  interface McpToolApprovalFilter {
    /**
     * The tools that need approval.
     */
    always?: RealtimeResponseCreateMcpTool.McpToolApprovalFilter.Always;
    /**
     * The tools that need no approval.
     */
    never?: RealtimeResponseCreateMcpTool.McpToolApprovalFilter.Never;
  }
}

/**
 * An MCP server whose tools the model may call. The API calls them itself. One of
 * `server_url`, `tunnel_id` and `connector_id` says where it is.
 */
export interface RealtimeResponseCreateMcpTool {
  /**
   * A name for the MCP server, of the client's choice; calls and errors refer to it.
   */
  server_label: string;
  type: 'mcp';
  /**
   * Who may call the tools: the model itself (`direct`), code that it writes
   * (`programmatic`), or both.
   */
  allowed_callers?: ('direct' | 'programmatic')[] | null;
  /**
   * The tools that the model may use: by name or by a filter. `null` or missing: all
   * of them.
   */
  allowed_tools?: string[] | RealtimeResponseCreateMcpTool.McpToolFilter | null;
  /**
   * An OAuth access token for the MCP server. Getting and renewing it is the
   * application's part. It is a secret.
   */
  authorization?: string;
  /**
   * One of the publisher's own connectors, such as `connector_gmail`, in place of a
   * URL.
   * @deprecated Models released after 2026-09-01 do not take it: use `server_url` or `tunnel_id`.
   */
  connector_id?: 'connector_dropbox' | 'connector_gmail' | 'connector_googlecalendar' | 'connector_googledrive' | 'connector_microsoftteams' | 'connector_outlookcalendar' | 'connector_outlookemail' | 'connector_sharepoint';
  /**
   * Whether the model finds these tools by searching, instead of having all of them
   * in its context.
   */
  defer_loading?: boolean;
  /**
   * HTTP headers of every request to the MCP server, such as one that authenticates.
   * They may be secrets.
   */
  headers?: { [key: string]: string } | null;
  /**
   * Which tools need the client's approval before each call: all (`always`), none
   * (`never`), or as a filter says. An approval is asked for by an
   * `mcp_approval_request` item.
   */
  require_approval?: RealtimeResponseCreateMcpTool.McpToolApprovalFilter | 'always' | 'never' | null;
  /**
   * What the MCP server is for, for the model to read.
   */
  server_description?: string;
  /**
   * Where the MCP server is.
   */
  server_url?: string;
  /**
   * A secure tunnel to an MCP server that has no public URL.
   */
  tunnel_id?: string;
}

/**
 * The settings of one response. What is left out is as in the session.
 */
export interface RealtimeResponseCreateParams {
  audio?: RealtimeResponseCreateAudioOutput;
  /**
   * Where the response is written: `auto`, the default, appends it to the default
   * conversation; `none` keeps it out, so that it can run beside others.
   */
  conversation?: (string & {}) | 'auto' | 'none';
  /**
   * What the model gets to see in place of the conversation. An empty list: nothing
   * but the instructions. If left out, the conversation.
   */
  input?: ConversationItem[];
  /**
   * Instructions for this response in place of the session's.
   */
  instructions?: string;
  /**
   * The most tokens that this response may have, calls of tools included: 1 to 4096,
   * or `inf` for what the model allows.
   */
  max_output_tokens?: number | 'inf';
  /**
   * Labels of the client's own. The server gives them back in the events about the
   * response, so they tell responses apart that run at the same time.
   */
  metadata?: Metadata | null;
  /**
   * Speech or text: `["audio"]`, the default, gives speech and its transcript,
   * `["text"]` gives text alone. Both at once are refused.
   */
  output_modalities?: ('text' | 'audio')[];
  /**
   * Whether the model may call several tools in one response. Only for models that
   * reason, such as `gpt-realtime-2`.
   */
  parallel_tool_calls?: boolean;
  /**
   * A stored prompt to start from. `null` for none.
   */
  prompt?: ResponsePrompt | null;
  /**
   * How much the model reasons before it answers. Only for models that reason, such
   * as `gpt-realtime-2`.
   */
  reasoning?: RealtimeReasoning;
  /**
   * Whether the model calls tools, or which one it must call.
   */
  tool_choice?: ToolChoiceOptions | ToolChoiceFunction | ToolChoiceMcp;
  /**
   * What the model may call: functions of the client's, and tools of MCP servers. In
   * an update, an empty list removes all.
   */
  tools?: (RealtimeFunctionTool | RealtimeResponseCreateMcpTool)[];
}

/**
 * Asks the model to answer. With server turn detection that happens by itself
 * whenever the user stops speaking.
 *
 * The server sends `response.created`, then events for each item and its content, and
 * at the end `response.done`. The default conversation takes one response at a time;
 * others, with `conversation` set to `none`, can run beside it.
 */
export interface ResponseCreateEvent {
  type: 'response.create';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
  /**
   * Settings for this response alone.
   */
  response?: RealtimeResponseCreateParams;
}

/**
 * Whether the model calls tools, or which one it must call.
 */
export type RealtimeToolChoiceConfig = ToolChoiceOptions | ToolChoiceFunction | ToolChoiceMcp;

export declare namespace RealtimeToolsConfigUnion {
  namespace Mcp {
    /**
     * Selects tools of an MCP server.
     */
    interface McpToolFilter {
      /**
       * Selects by what the MCP server says in `readOnlyHint`: true for tools that
       * change nothing.
       */
      read_only?: boolean;
      /**
       * Selects by name.
       */
      tool_names?: string[];
    }
    namespace McpToolApprovalFilter {
      /**
       * The tools that need approval.
       */
      interface Always {
        /**
         * Selects by what the MCP server says in `readOnlyHint`: true for tools that
         * change nothing.
         */
        read_only?: boolean;
        /**
         * Selects by name.
         */
        tool_names?: string[];
      }
      /**
       * The tools that need no approval.
       */
      interface Never {
        /**
         * Selects by what the MCP server says in `readOnlyHint`: true for tools that
         * change nothing.
         */
        read_only?: boolean;
        /**
         * Selects by name.
         */
        tool_names?: string[];
      }
    }
    /**
     * Which tools need approval and which do not.
     */
    interface McpToolApprovalFilter {
      /**
       * The tools that need approval.
       */
      always?: RealtimeToolsConfigUnion.Mcp.McpToolApprovalFilter.Always;
      /**
       * The tools that need no approval.
       */
      never?: RealtimeToolsConfigUnion.Mcp.McpToolApprovalFilter.Never;
    }
  }
  /**
   * An MCP server whose tools the model may call. The API calls them itself. One of
   * `server_url`, `tunnel_id` and `connector_id` says where it is.
   */
  interface Mcp {
    /**
     * A name for the MCP server, of the client's choice; calls and errors refer to
     * it.
     */
    server_label: string;
    type: 'mcp';
    /**
     * Who may call the tools: the model itself (`direct`), code that it writes
     * (`programmatic`), or both.
     */
    allowed_callers?: ('direct' | 'programmatic')[] | null;
    /**
     * The tools that the model may use: by name or by a filter. `null` or missing:
     * all of them.
     */
    allowed_tools?: string[] | RealtimeToolsConfigUnion.Mcp.McpToolFilter | null;
    /**
     * An OAuth access token for the MCP server. Getting and renewing it is the
     * application's part. It is a secret.
     */
    authorization?: string;
    /**
     * One of the publisher's own connectors, such as `connector_gmail`, in place of a
     * URL.
     * @deprecated Models released after 2026-09-01 do not take it: use `server_url` or `tunnel_id`.
     */
    connector_id?: 'connector_dropbox' | 'connector_gmail' | 'connector_googlecalendar' | 'connector_googledrive' | 'connector_microsoftteams' | 'connector_outlookcalendar' | 'connector_outlookemail' | 'connector_sharepoint';
    /**
     * Whether the model finds these tools by searching, instead of having all of them
     * in its context.
     */
    defer_loading?: boolean;
    /**
     * HTTP headers of every request to the MCP server, such as one that
     * authenticates. They may be secrets.
     */
    headers?: { [key: string]: string } | null;
    /**
     * Which tools need the client's approval before each call: all (`always`), none
     * (`never`), or as a filter says. An approval is asked for by an
     * `mcp_approval_request` item.
     */
    require_approval?: RealtimeToolsConfigUnion.Mcp.McpToolApprovalFilter | 'always' | 'never' | null;
    /**
     * What the MCP server is for, for the model to read.
     */
    server_description?: string;
    /**
     * Where the MCP server is.
     */
    server_url?: string;
    /**
     * A secure tunnel to an MCP server that has no public URL.
     */
    tunnel_id?: string;
  }
}

/**
 * Something that the model may call: a function of the client's, or the tools of an
 * MCP server.
 */
export type RealtimeToolsConfigUnion = RealtimeFunctionTool | RealtimeToolsConfigUnion.Mcp;

/**
 * What the model may call.
 */
export type RealtimeToolsConfig = RealtimeToolsConfigUnion[];

export declare namespace RealtimeTracingConfig {
  /**
   * What a session's trace is filed under.
   */
  interface TracingConfiguration {
    /**
     * Groups traces that belong together.
     */
    group_id?: string;
    /**
     * Anything that helps to find the trace.
     */
    metadata?: unknown;
    /**
     * The name of the trace.
     */
    workflow_name?: string;
  }
}

/**
 * How the session is traced for the publisher's dashboard: with default names
 * (`auto`), or with these.
 */
export type RealtimeTracingConfig = 'auto' | RealtimeTracingConfig.TracingConfiguration;

export declare namespace RealtimeTruncationRetentionRatio {
  /**
   * Limits of one's own, below those of the model.
   */
  interface TokenLimits {
    /**
     * The most tokens of the conversation, not counting instructions and tools. It
     * cannot be more than the model's context less the tokens kept for its output.
     */
    post_instructions?: number;
  }
}

/**
 * Drops so many of the oldest messages that a given share is left.
 */
export interface RealtimeTruncationRetentionRatio {
  /**
   * The share of the allowed tokens to keep, from 0 to 1, not counting the
   * instructions.
   */
  retention_ratio: number;
  type: 'retention_ratio';
  /**
   * Limits of one's own, below those of the model. If left out, the model's count.
   */
  token_limits?: RealtimeTruncationRetentionRatio.TokenLimits;
}

/**
 * What happens when the conversation grows too long for the model: the oldest
 * messages are dropped (`auto`), more of them are dropped at once
 * (`retention_ratio`), or the next response fails (`disabled`).
 */
export type RealtimeTruncation = 'auto' | 'disabled' | RealtimeTruncationRetentionRatio;

/**
 * The settings of a session in which a model listens and answers.
 */
export interface RealtimeSessionCreateRequest {
  /**
   * Tells this from a transcription session, whose type is `transcription`.
   */
  type: 'realtime';
  audio?: RealtimeAudioConfig;
  /**
   * What else to put into events: the probabilities of the tokens of transcripts.
   */
  include?: 'item.input_audio_transcription.logprobs'[];
  /**
   * What the model is told before everything else: how to answer, in which tone and
   * how fast to speak. It is guidance and not a guarantee.
   *
   * Where a client sets none, the server has instructions of its own;
   * `session.created` shows them. An empty text clears them.
   */
  instructions?: string;
  /**
   * The most tokens that one response may have, calls of tools included: 1 to 4096,
   * or `inf` for what the model allows. `inf` by default.
   */
  max_output_tokens?: number | 'inf';
  /**
   * The name of the Realtime model; any is allowed. It cannot be changed in a running
   * session.
   *
   * The publisher announced that `gpt-realtime`, `gpt-realtime-mini` and
   * `gpt-audio-mini`, with their dated versions of 2025-08-28 and 2025-12-15, stop on
   * 2027-01-20.
   */
  model?: (string & {}) | 'gpt-realtime' | 'gpt-realtime-1.5' | 'gpt-realtime-2' | 'gpt-realtime-2.1' | 'gpt-realtime-2.1-mini' | 'gpt-realtime-2025-08-28' | 'gpt-4o-realtime-preview' | 'gpt-4o-realtime-preview-2024-10-01' | 'gpt-4o-realtime-preview-2024-12-17' | 'gpt-4o-realtime-preview-2025-06-03' | 'gpt-4o-mini-realtime-preview' | 'gpt-4o-mini-realtime-preview-2024-12-17' | 'gpt-realtime-mini' | 'gpt-realtime-mini-2025-10-06' | 'gpt-realtime-mini-2025-12-15' | 'gpt-audio-1.5' | 'gpt-audio-mini' | 'gpt-audio-mini-2025-10-06' | 'gpt-audio-mini-2025-12-15';
  /**
   * Speech or text: `["audio"]`, the default, gives speech and its transcript,
   * `["text"]` gives text alone. Both at once are refused.
   */
  output_modalities?: ('text' | 'audio')[];
  /**
   * Whether the model may call several tools in one response. Only for models that
   * reason, such as `gpt-realtime-2`.
   */
  parallel_tool_calls?: boolean;
  /**
   * A stored prompt to start from. `null` for none.
   */
  prompt?: ResponsePrompt | null;
  /**
   * How much the model reasons before it answers. Only for models that reason, such
   * as `gpt-realtime-2`.
   */
  reasoning?: RealtimeReasoning;
  /**
   * Whether the model calls tools, or which one it must call.
   */
  tool_choice?: RealtimeToolChoiceConfig;
  /**
   * What the model may call: functions of the client's, and tools of MCP servers. In
   * an update, an empty list removes all.
   */
  tools?: RealtimeToolsConfig;
  /**
   * Whether the session is recorded for the publisher's dashboard: `auto`, or with
   * names of one's own. `null` turns it off. It cannot be changed once it is on.
   */
  tracing?: RealtimeTracingConfig | null;
  /**
   * What happens when the conversation grows too long for the model. Dropping
   * messages makes the next turn dearer, as its cached prefix changes; a retention
   * ratio drops more, and less often.
   */
  truncation?: RealtimeTruncation;
}

export declare namespace RealtimeTranscriptionSessionAudioInput {
  /**
   * Noise reduction for the audio that the client sends. It works before turn
   * detection and the model, and helps both.
   */
  interface NoiseReduction {
    /**
     * How strongly noise is removed: the higher, the more. Turning noise reduction on
     * sets it to 1; an update without it keeps the value.
     */
    strength?: number;
    type?: NoiseReductionType;
  }
}

export declare namespace RealtimeTranscriptionSessionAudioInputTurnDetection {
  /**
   * Turns are found by loudness: speech ends when it is quiet for long enough.
   */
  interface ServerVad {
    type: 'server_vad';
    /**
     * Whether a response starts when the user stops. It may not start if
     * `interrupt_response` is off and another is still running. With both off, the
     * server only reports the turns.
     */
    create_response?: boolean;
    /**
     * After how much silence the model speaks up by itself, in milliseconds, counted
     * from the end of its last audio as played. `null` or missing: never. Announced
     * by `input_audio_buffer.timeout_triggered`.
     */
    idle_timeout_ms?: number | null;
    /**
     * Whether the running response of the default conversation is cancelled when the
     * user starts to speak.
     */
    interrupt_response?: boolean;
    /**
     * How much audio before the detected start of speech is kept, in milliseconds;
     * 300 by default.
     */
    prefix_padding_ms?: number;
    /**
     * How much silence ends a turn, in milliseconds; 500 by default. Less gives
     * quicker answers, and more of them in the middle of a pause.
     */
    silence_duration_ms?: number;
    /**
     * How loud speech has to be, from 0 to 1; 0.5 by default. Raise it where it is
     * noisy.
     */
    threshold?: number;
  }
  /**
   * Turns are found by a model that judges whether the user has finished.
   */
  interface SemanticVad {
    type: 'semantic_vad';
    /**
     * Whether a response starts when the user stops.
     */
    create_response?: boolean;
    /**
     * How soon a turn is taken to be over: at the latest after 8 seconds for `low`, 4
     * for `medium`, 2 for `high`. `auto`, the default, is `medium`.
     */
    eagerness?: 'low' | 'medium' | 'high' | 'auto';
    /**
     * Whether the running response of the default conversation is cancelled when the
     * user starts to speak.
     */
    interrupt_response?: boolean;
  }
}

/**
 * How the server notices that the user starts and stops to speak. `server_vad`
 * listens for silence. `semantic_vad` asks a model whether the sentence sounds
 * complete, and waits longer when it does not.
 */
export type RealtimeTranscriptionSessionAudioInputTurnDetection = RealtimeTranscriptionSessionAudioInputTurnDetection.ServerVad | RealtimeTranscriptionSessionAudioInputTurnDetection.SemanticVad;

/**
 * The settings of the audio that the client sends.
 */
export interface RealtimeTranscriptionSessionAudioInput {
  /**
   * How the client's audio is encoded. PCM must be sampled at 24 kHz.
   */
  format?: RealtimeAudioFormats;
  /**
   * Noise reduction for the audio that the client sends; off by default. In an
   * update, `null` turns it off and leaving it out changes nothing.
   */
  noise_reduction?: RealtimeTranscriptionSessionAudioInput.NoiseReduction;
  /**
   * How the user's speech is transcribed; off by default. In an update, `null` turns
   * it off.
   *
   * The transcript is for people: the model hears the audio itself and does not read
   * it.
   */
  transcription?: AudioTranscription;
  /**
   * How the server notices that the user starts and stops to speak. `null` turns it
   * off: the client then commits the audio and asks for responses itself.
   *
   * Transcription with `gpt-realtime-whisper` needs `null`.
   */
  turn_detection?: RealtimeTranscriptionSessionAudioInputTurnDetection | null;
}

/**
 * The settings of the audio that the client sends.
 */
export interface RealtimeTranscriptionSessionAudio {
  input?: RealtimeTranscriptionSessionAudioInput;
}

/**
 * The settings of a session that only transcribes and never answers.
 */
export interface RealtimeTranscriptionSessionCreateRequest {
  type: 'transcription';
  audio?: RealtimeTranscriptionSessionAudio;
  /**
   * What else to put into events: the probabilities of the tokens of transcripts.
   */
  include?: 'item.input_audio_transcription.logprobs'[];
}

/**
 * Changes the session. Only what is in it changes; `model` cannot, and `voice` only
 * before the first audio of the session.
 *
 * To clear something, send `""` for a text such as `instructions`, `[]` for `tools`,
 * and `null` for `turn_detection` or `noise_reduction`. Answered by
 * `session.updated`, or by an `error` event.
 */
export interface SessionUpdateEvent {
  /**
   * What to change. `type` says which kind of session it is.
   */
  session: RealtimeSessionCreateRequest | RealtimeTranscriptionSessionCreateRequest;
  type: 'session.update';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it; `session.updated` does not.
   */
  event_id?: string;
}

/**
 * Everything that a client sends in a conversation or transcription session.
 */
export type RealtimeClientEvent = ConversationItemCreateEvent | ConversationItemDeleteEvent | ConversationItemRetrieveEvent | ConversationItemTruncateEvent | InputAudioBufferAppendEvent | InputAudioBufferClearEvent | OutputAudioBufferClearEvent | InputAudioBufferCommitEvent | ResponseCancelEvent | ResponseCreateEvent | SessionUpdateEvent;

/**
 * What went wrong.
 */
export interface RealtimeError {
  /**
   * The problem in words, for people. Do not compare it.
   */
  message: string;
  /**
   * The kind of error, such as `invalid_request_error` or `server_error`.
   */
  type: string;
  /**
   * A name of the problem for programs; `null` or missing where there is none.
   */
  code?: string | null;
  /**
   * The `event_id` that the client gave to the event at fault. `null` or missing if
   * it gave none, or if the client is not to blame.
   */
  event_id?: string | null;
  /**
   * Where in the event the problem is, such as `session.audio`; `null` or missing
   * where that does not apply.
   */
  param?: string | null;
}

/**
 * Something went wrong, at the client's side or the server's. The session usually
 * goes on, so log it and continue.
 */
export interface RealtimeErrorEvent {
  error: RealtimeError;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  type: 'error';
}

export declare namespace RealtimeResponse {
  namespace Audio {
    /**
     * The settings of the audio that the model sends.
     */
    interface Output {
      /**
       * How the model's audio is encoded; 24 kHz PCM by default.
       */
      format?: RealtimeAudioFormats;
      /**
       * The name of the voice. It cannot be changed once the session has produced
       * audio.
       */
      voice?: (string & {}) | 'alloy' | 'ash' | 'ballad' | 'coral' | 'echo' | 'sage' | 'shimmer' | 'verse' | 'marin' | 'cedar';
    }
  }
  /**
   * The audio settings that the response was made with.
   */
  interface Audio {
    output?: RealtimeResponse.Audio.Output;
  }
}

export declare namespace RealtimeResponseStatus {
  /**
   * The error that a response failed of.
   */
  interface Error {
    /**
     * A short name of the failure for programs, where there is one.
     */
    code?: string;
    /**
     * What went wrong, for people.
     */
    message?: string;
    /**
     * The sort of failure.
     */
    type?: string;
  }
}

/**
 * Why a response ended as it did.
 */
export interface RealtimeResponseStatus {
  /**
   * The error, for the status `failed`.
   */
  error?: RealtimeResponseStatus.Error;
  /**
   * Why the response is not complete. It was cancelled because the user spoke
   * (`turn_detected`) or the client said so (`client_cancelled`), or it is incomplete
   * because of the token limit (`max_output_tokens`) or the safety filter
   * (`content_filter`).
   */
  reason?: 'turn_detected' | 'client_cancelled' | 'max_output_tokens' | 'content_filter';
  /**
   * The same as the response's `status`.
   */
  type?: 'completed' | 'cancelled' | 'incomplete' | 'failed';
}

export declare namespace RealtimeResponseUsageInputTokenDetails {
  /**
   * The cached tokens by kind.
   */
  interface CachedTokensDetails {
    /**
     * Cached tokens of audio.
     */
    audio_tokens?: number;
    /**
     * Cached tokens of images.
     */
    image_tokens?: number;
    /**
     * Cached tokens of text.
     */
    text_tokens?: number;
  }
}

/**
 * The input tokens by kind. Cached tokens are counted in the kinds as well, so they
 * must not be added to them.
 */
export interface RealtimeResponseUsageInputTokenDetails {
  /**
   * How many of the input tokens were audio.
   */
  audio_tokens?: number;
  /**
   * How many of the input tokens came from the cache; they are cheaper.
   */
  cached_tokens?: number;
  cached_tokens_details?: RealtimeResponseUsageInputTokenDetails.CachedTokensDetails;
  /**
   * How many of the input tokens were images.
   */
  image_tokens?: number;
  /**
   * How many of the input tokens were text.
   */
  text_tokens?: number;
}

/**
 * The output tokens by kind.
 */
export interface RealtimeResponseUsageOutputTokenDetails {
  /**
   * How many of the output tokens were audio.
   */
  audio_tokens?: number;
  /**
   * How many of the output tokens were text.
   */
  text_tokens?: number;
}

/**
 * The tokens of one response. Since all of the conversation is input each time,
 * `input_tokens` grows from turn to turn.
 */
export interface RealtimeResponseUsage {
  input_token_details?: RealtimeResponseUsageInputTokenDetails;
  /**
   * Tokens that the model read: the conversation, the instructions and the tools.
   */
  input_tokens?: number;
  output_token_details?: RealtimeResponseUsageOutputTokenDetails;
  /**
   * Tokens that the model wrote, of text and of audio.
   */
  output_tokens?: number;
  /**
   * Input and output tokens together.
   */
  total_tokens?: number;
}

/**
 * One answer of the model: its state, its items and its cost.
 */
export interface RealtimeResponse {
  /**
   * Identifies the response, such as `resp_1234`.
   */
  id?: string;
  audio?: RealtimeResponse.Audio;
  /**
   * The conversation that the response is written to. The server sends `null` for a
   * response outside of any, although the declared type does not say so.
   */
  conversation_id?: string;
  /**
   * The limit on output tokens that was in force.
   */
  max_output_tokens?: number | 'inf';
  /**
   * Labels of the client's own. The server gives them back in the events about the
   * response, so they tell responses apart that run at the same time.
   */
  metadata?: Metadata | null;
  object?: 'realtime.response';
  /**
   * What the model produced, in order. Empty until the response is done; audio bytes
   * are left out.
   */
  output?: ConversationItem[];
  /**
   * What the response was made of: `["audio"]`, which includes a transcript, or
   * `["text"]`.
   */
  output_modalities?: ('text' | 'audio')[];
  /**
   * `in_progress` until `response.done`, then how it ended: `completed`, `cancelled`
   * (interrupted), `failed` (an error) or `incomplete` (cut off by a limit or a
   * filter).
   */
  status?: 'completed' | 'cancelled' | 'failed' | 'incomplete' | 'in_progress';
  /**
   * Why it ended as it did. Missing or `null` while it runs and when it is complete.
   */
  status_details?: RealtimeResponseStatus;
  /**
   * What the response cost. Known only when it is done.
   */
  usage?: RealtimeResponseUsage;
}

export declare namespace RealtimeResponseCreateParamsWithReferencesParam {
  namespace Audio {
    namespace Output {
      /**
       * A custom voice, by its identifier.
       */
      interface ID {
        /**
         * The custom voice, such as `voice_1234`.
         */
        id: string;
      }
    }
    /**
     * The settings of the audio that the model sends.
     */
    interface Output {
      /**
       * How the model's audio is encoded; 24 kHz PCM by default.
       */
      format?: RealtimeAudioFormats;
      /**
       * The voice: a built-in one by its name, such as `marin` or `cedar`, or a
       * custom one by its identifier. It cannot be changed once the session has
       * produced audio.
       */
      voice?: string | RealtimeResponseCreateParamsWithReferencesParam.Audio.Output.ID;
    }
  }
  /**
   * The audio settings of one response.
   */
  interface Audio {
    output?: RealtimeResponseCreateParamsWithReferencesParam.Audio.Output;
  }
}

/**
 * Stands for an earlier item in the `input` of one response. It cannot be added to a
 * conversation.
 */
export interface ResponseItemReference {
  /**
   * The earlier item, which must be of the same session.
   */
  id: string;
  type: 'item_reference';
}

export declare namespace RealtimeResponseCreateParamsWithReferencesParam {
  namespace McpTool {
    /**
     * Selects tools of an MCP server.
     */
    interface McpToolFilter {
      /**
       * Selects by what the MCP server says in `readOnlyHint`: true for tools that
       * change nothing.
       */
      read_only?: boolean;
      /**
       * Selects by name.
       */
      tool_names?: string[];
    }
    namespace McpToolApprovalFilter {
      /**
       * The tools that need approval.
       */
      interface Always {
        /**
         * Selects by what the MCP server says in `readOnlyHint`: true for tools that
         * change nothing.
         */
        read_only?: boolean;
        /**
         * Selects by name.
         */
        tool_names?: string[];
      }
      /**
       * The tools that need no approval.
       */
      interface Never {
        /**
         * Selects by what the MCP server says in `readOnlyHint`: true for tools that
         * change nothing.
         */
        read_only?: boolean;
        /**
         * Selects by name.
         */
        tool_names?: string[];
      }
    }
    /**
     * Which tools need approval and which do not.
     */
    interface McpToolApprovalFilter {
      /**
       * The tools that need approval.
       */
      always?: RealtimeResponseCreateParamsWithReferencesParam.McpTool.McpToolApprovalFilter.Always;
      /**
       * The tools that need no approval.
       */
      never?: RealtimeResponseCreateParamsWithReferencesParam.McpTool.McpToolApprovalFilter.Never;
    }
  }
  /**
   * An MCP server whose tools the model may call. The API calls them itself. One of
   * `server_url`, `tunnel_id` and `connector_id` says where it is.
   */
  interface McpTool {
    /**
     * A name for the MCP server, of the client's choice; calls and errors refer to
     * it.
     */
    server_label: string;
    type: 'mcp';
    /**
     * Who may call the tools: the model itself (`direct`), code that it writes
     * (`programmatic`), or both.
     */
    allowed_callers?: ('direct' | 'programmatic')[] | null;
    /**
     * The tools that the model may use: by name or by a filter. `null` or missing:
     * all of them.
     */
    allowed_tools?: string[] | RealtimeResponseCreateParamsWithReferencesParam.McpTool.McpToolFilter | null;
    /**
     * An OAuth access token for the MCP server. Getting and renewing it is the
     * application's part. It is a secret.
     */
    authorization?: string;
    /**
     * One of the publisher's own connectors, such as `connector_gmail`, in place of a
     * URL.
     * @deprecated Models released after 2026-09-01 do not take it: use `server_url` or `tunnel_id`.
     */
    connector_id?: 'connector_dropbox' | 'connector_gmail' | 'connector_googlecalendar' | 'connector_googledrive' | 'connector_microsoftteams' | 'connector_outlookcalendar' | 'connector_outlookemail' | 'connector_sharepoint';
    /**
     * Whether the model finds these tools by searching, instead of having all of them
     * in its context.
     */
    defer_loading?: boolean;
    /**
     * HTTP headers of every request to the MCP server, such as one that
     * authenticates. They may be secrets.
     */
    headers?: { [key: string]: string } | null;
    /**
     * Which tools need the client's approval before each call: all (`always`), none
     * (`never`), or as a filter says. An approval is asked for by an
     * `mcp_approval_request` item.
     */
    require_approval?: RealtimeResponseCreateParamsWithReferencesParam.McpTool.McpToolApprovalFilter | 'always' | 'never' | null;
    /**
     * What the MCP server is for, for the model to read.
     */
    server_description?: string;
    /**
     * Where the MCP server is.
     */
    server_url?: string;
    /**
     * A secure tunnel to an MCP server that has no public URL.
     */
    tunnel_id?: string;
  }
}

/**
 * The settings of one response, whose input may refer to earlier items. What is left
 * out is as in the session.
 */
export interface RealtimeResponseCreateParamsWithReferencesParam {
  audio?: RealtimeResponseCreateParamsWithReferencesParam.Audio;
  /**
   * Where the response is written: `auto`, the default, appends it to the default
   * conversation; `none` keeps it out, so that it can run beside others.
   */
  conversation?: (string & {}) | 'auto' | 'none';
  /**
   * What the model gets to see in place of the conversation. An empty list: nothing
   * but the instructions. If left out, the conversation.
   */
  input?: (RealtimeConversationItemSystemMessage | RealtimeConversationItemUserMessage | RealtimeConversationItemAssistantMessage | RealtimeConversationItemFunctionCall | RealtimeConversationItemFunctionCallOutput | RealtimeMcpApprovalResponse | RealtimeMcpListTools | RealtimeMcpToolCall | RealtimeMcpApprovalRequest | ResponseItemReference)[];
  /**
   * Instructions for this response in place of the session's.
   */
  instructions?: string;
  /**
   * The most tokens that this response may have, calls of tools included: 1 to 4096,
   * or `inf` for what the model allows.
   */
  max_output_tokens?: number | 'inf';
  /**
   * Labels of the client's own. The server gives them back in the events about the
   * response, so they tell responses apart that run at the same time.
   */
  metadata?: Metadata | null;
  /**
   * Speech or text: `["audio"]`, the default, gives speech and its transcript,
   * `["text"]` gives text alone. Both at once are refused.
   */
  output_modalities?: ('text' | 'audio')[];
  /**
   * Whether the model may call several tools in one response. Only for models that
   * reason, such as `gpt-realtime-2`.
   */
  parallel_tool_calls?: boolean;
  /**
   * A stored prompt to start from. `null` for none.
   */
  prompt?: ResponsePrompt | null;
  /**
   * How much the model reasons before it answers. Only for models that reason, such
   * as `gpt-realtime-2`.
   */
  reasoning?: RealtimeReasoning;
  /**
   * Whether the model calls tools, or which one it must call.
   */
  tool_choice?: ToolChoiceOptions | ToolChoiceFunction | ToolChoiceMcp;
  /**
   * What the model may call: functions of the client's, and tools of MCP servers. In
   * an update, an empty list removes all.
   */
  tools?: (RealtimeFunctionTool | RealtimeResponseCreateParamsWithReferencesParam.McpTool)[];
}

export declare namespace RealtimeServerEvent {
  /**
   * The answer to `conversation.item.retrieve`: one item with all that the server has
   * of it, audio bytes included.
   */
  interface ConversationItemRetrieved {
    /**
     * Identifies this event. The server makes it.
     */
    event_id: string;
    item: ConversationItem;
    type: 'conversation.item.retrieved';
  }
}

/**
 * A further piece of the model's speech. Play the pieces one after another; they
 * arrive faster than they play.
 */
export interface ResponseAudioDeltaEvent {
  /**
   * Which part of the item's `content` this is about; counts from 0.
   */
  content_index: number;
  /**
   * The audio in Base64, encoded as `session.audio.output.format` says. It has no
   * header.
   */
  delta: string;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The item of the response that this belongs to.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  type: 'response.output_audio.delta';
}

/**
 * The speech of one content part is complete; no more pieces come. Also sent when the
 * response was interrupted, cut off or cancelled.
 */
export interface ResponseAudioDoneEvent {
  /**
   * Which part of the item's `content` this is about; counts from 0.
   */
  content_index: number;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The item of the response that this belongs to.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  type: 'response.output_audio.done';
}

/**
 * A further piece of the text of what the model says. It may run ahead of the audio.
 */
export interface ResponseAudioTranscriptDeltaEvent {
  /**
   * Which part of the item's `content` this is about; counts from 0.
   */
  content_index: number;
  /**
   * The next piece of what the audio says.
   */
  delta: string;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The item of the response that this belongs to.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  type: 'response.output_audio_transcript.delta';
}

/**
 * The text of what the model says is complete. Also sent when the response was
 * interrupted, cut off or cancelled; it may then hold more than was played.
 */
export interface ResponseAudioTranscriptDoneEvent {
  /**
   * Which part of the item's `content` this is about; counts from 0.
   */
  content_index: number;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The item of the response that this belongs to.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  /**
   * All of the text; the same as the deltas together.
   */
  transcript: string;
  type: 'response.output_audio_transcript.done';
}

export declare namespace ResponseContentPartAddedEvent {
  /**
   * The new part, before its content.
   */
  interface Part {
    /**
     * For `audio`: the speech in Base64. The server usually leaves it out, since the
     * deltas had it.
     */
    audio?: string;
    /**
     * For `text`: the text.
     */
    text?: string;
    /**
     * For `audio`: what the model says in it, as text.
     */
    transcript?: string;
    /**
     * `audio` or `text`; items call the same `output_audio` and `output_text`.
     */
    type?: 'text' | 'audio';
  }
}

/**
 * The model begins a new part of a message, still empty. Deltas fill it.
 */
export interface ResponseContentPartAddedEvent {
  /**
   * Which part of the item's `content` this is about; counts from 0.
   */
  content_index: number;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The item of the response that this belongs to.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  part: ResponseContentPartAddedEvent.Part;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  type: 'response.content_part.added';
}

export declare namespace ResponseContentPartDoneEvent {
  /**
   * The part with its content.
   */
  interface Part {
    /**
     * For `audio`: the speech in Base64. The server usually leaves it out, since the
     * deltas had it.
     */
    audio?: string;
    /**
     * For `text`: the text.
     */
    text?: string;
    /**
     * For `audio`: what the model says in it, as text.
     */
    transcript?: string;
    /**
     * `audio` or `text`; items call the same `output_audio` and `output_text`.
     */
    type?: 'text' | 'audio';
  }
}

/**
 * A part of a message is complete. Also sent when the response was interrupted, cut
 * off or cancelled.
 */
export interface ResponseContentPartDoneEvent {
  /**
   * Which part of the item's `content` this is about; counts from 0.
   */
  content_index: number;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The item of the response that this belongs to.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  part: ResponseContentPartDoneEvent.Part;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  type: 'response.content_part.done';
}

/**
 * A response begins. It is `in_progress` and has no items yet.
 */
export interface ResponseCreatedEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  response: RealtimeResponse;
  type: 'response.created';
}

/**
 * A response is over. Comes exactly once for each, whatever the outcome: look at
 * `response.status`. It has all items without the audio bytes, and the cost.
 */
export interface ResponseDoneEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  response: RealtimeResponse;
  type: 'response.done';
}

/**
 * A further piece of the arguments of a function call. The pieces are not JSON by
 * themselves.
 */
export interface ResponseFunctionCallArgumentsDeltaEvent {
  /**
   * Joins the call with the `function_call_output` that the client sends.
   */
  call_id: string;
  /**
   * The piece of JSON text; append it to those before.
   */
  delta: string;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The `function_call` item.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  type: 'response.function_call_arguments.delta';
}

/**
 * The arguments of a function call are complete. Also sent when the response was
 * interrupted, cut off or cancelled, so they may not be valid JSON: wait for
 * `response.done` to be sure.
 */
export interface ResponseFunctionCallArgumentsDoneEvent {
  /**
   * All of the arguments as one JSON text.
   */
  arguments: string;
  /**
   * Joins the call with the `function_call_output` that the client sends.
   */
  call_id: string;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The `function_call` item.
   */
  item_id: string;
  /**
   * Which function the arguments are for.
   */
  name: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  type: 'response.function_call_arguments.done';
}

/**
 * The model begins a new item of the response: a message or a call. It is still
 * empty.
 */
export interface ResponseOutputItemAddedEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  item: ConversationItem;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  type: 'response.output_item.added';
}

/**
 * An item of the response is complete. Also sent when the response was interrupted,
 * cut off or cancelled; its status is then `incomplete`.
 */
export interface ResponseOutputItemDoneEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  item: ConversationItem;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  type: 'response.output_item.done';
}

/**
 * A further piece of the model's text, in a response of the modality `text`. What it
 * says in speech is in `response.output_audio_transcript.delta`.
 */
export interface ResponseTextDeltaEvent {
  /**
   * Which part of the item's `content` this is about; counts from 0.
   */
  content_index: number;
  /**
   * The next piece of the text.
   */
  delta: string;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The item of the response that this belongs to.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  type: 'response.output_text.delta';
}

/**
 * The text of one content part is complete. Also sent when the response was
 * interrupted, cut off or cancelled.
 */
export interface ResponseTextDoneEvent {
  /**
   * Which part of the item's `content` this is about; counts from 0.
   */
  content_index: number;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The item of the response that this belongs to.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  /**
   * All of the text; the same as the deltas together.
   */
  text: string;
  type: 'response.output_text.done';
}

/**
 * The session exists. It is the first event of a connection and shows the settings
 * that the server starts with.
 */
export interface SessionCreatedEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * All settings in force, defaults included.
   */
  session: RealtimeSessionCreateRequest | RealtimeTranscriptionSessionCreateRequest;
  type: 'session.created';
}

/**
 * The settings have changed, because the client sent `session.update`. It shows all
 * of them, not only the changed ones.
 */
export interface SessionUpdatedEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * All settings in force.
   */
  session: RealtimeSessionCreateRequest | RealtimeTranscriptionSessionCreateRequest;
  type: 'session.updated';
}

export declare namespace RealtimeServerEvent {
  /**
   * The server begins to play a response's audio to the user;
   * `response.content_part.added` came before. Only over WebRTC and SIP.
   */
  interface OutputAudioBufferStarted {
    /**
     * Identifies this event. The server makes it.
     */
    event_id: string;
    /**
     * The response whose audio it is.
     */
    response_id: string;
    type: 'output_audio_buffer.started';
  }
  /**
   * All audio of a response has been played and no more will come. That is after
   * `response.done`, since audio is made faster than it plays. Only over WebRTC and
   * SIP.
   */
  interface OutputAudioBufferStopped {
    /**
     * Identifies this event. The server makes it.
     */
    event_id: string;
    /**
     * The response whose audio it is.
     */
    response_id: string;
    type: 'output_audio_buffer.stopped';
  }
  /**
   * Audio that was waiting to be played was dropped: the user interrupted, or the
   * client sent `output_audio_buffer.clear`. Only over WebRTC and SIP.
   */
  interface OutputAudioBufferCleared {
    /**
     * Identifies this event. The server makes it.
     */
    event_id: string;
    /**
     * The response whose audio it is.
     */
    response_id: string;
    type: 'output_audio_buffer.cleared';
  }
}

/**
 * A further piece of the arguments for an MCP server's tool.
 */
export interface ResponseMcpCallArgumentsDelta {
  /**
   * The piece of JSON text; append it to those before.
   */
  delta: string;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The `mcp_call` item.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  type: 'response.mcp_call_arguments.delta';
  /**
   * If present, `delta` does not show the true text. Missing or `null` otherwise.
   */
  obfuscation?: string | null;
}

/**
 * The arguments for an MCP server's tool are complete.
 */
export interface ResponseMcpCallArgumentsDone {
  /**
   * All of the arguments as one JSON text.
   */
  arguments: string;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The `mcp_call` item.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  /**
   * The response that this belongs to.
   */
  response_id: string;
  type: 'response.mcp_call_arguments.done';
}

/**
 * The API has started to call an MCP server's tool.
 */
export interface ResponseMcpCallInProgress {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The `mcp_call` item.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  type: 'response.mcp_call.in_progress';
}

/**
 * An MCP server's tool has answered. The item has its output.
 */
export interface ResponseMcpCallCompleted {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The `mcp_call` item.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  type: 'response.mcp_call.completed';
}

/**
 * The call of an MCP server's tool did not succeed. The item has the error.
 */
export interface ResponseMcpCallFailed {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  /**
   * The `mcp_call` item.
   */
  item_id: string;
  /**
   * Which of the response's `output` items this is about; counts from 0.
   */
  output_index: number;
  type: 'response.mcp_call.failed';
}

/**
 * Everything that the server sends in a conversation or transcription session.
 */
export type RealtimeServerEvent = ConversationCreatedEvent | ConversationItemCreatedEvent | ConversationItemDeletedEvent | ConversationItemInputAudioTranscriptionCompletedEvent | ConversationItemInputAudioTranscriptionDeltaEvent | ConversationItemInputAudioTranscriptionFailedEvent | RealtimeServerEvent.ConversationItemRetrieved | ConversationItemTruncatedEvent | RealtimeErrorEvent | InputAudioBufferClearedEvent | InputAudioBufferCommittedEvent | InputAudioBufferDtmfEventReceivedEvent | InputAudioBufferSpeechStartedEvent | InputAudioBufferSpeechStoppedEvent | RateLimitsUpdatedEvent | ResponseAudioDeltaEvent | ResponseAudioDoneEvent | ResponseAudioTranscriptDeltaEvent | ResponseAudioTranscriptDoneEvent | ResponseContentPartAddedEvent | ResponseContentPartDoneEvent | ResponseCreatedEvent | ResponseDoneEvent | ResponseFunctionCallArgumentsDeltaEvent | ResponseFunctionCallArgumentsDoneEvent | ResponseOutputItemAddedEvent | ResponseOutputItemDoneEvent | ResponseTextDeltaEvent | ResponseTextDoneEvent | SessionCreatedEvent | SessionUpdatedEvent | RealtimeServerEvent.OutputAudioBufferStarted | RealtimeServerEvent.OutputAudioBufferStopped | RealtimeServerEvent.OutputAudioBufferCleared | ConversationItemAdded | ConversationItemDone | InputAudioBufferTimeoutTriggered | ConversationItemInputAudioTranscriptionSegment | McpListToolsInProgress | McpListToolsCompleted | McpListToolsFailed | ResponseMcpCallArgumentsDelta | ResponseMcpCallArgumentsDone | ResponseMcpCallInProgress | ResponseMcpCallCompleted | ResponseMcpCallFailed;

export declare namespace RealtimeSession {
  /**
   * Noise reduction for the audio that the client sends. It works before turn
   * detection and the model, and helps both.
   */
  interface InputAudioNoiseReduction {
    type?: NoiseReductionType;
  }
  /**
   * What a session's trace is filed under.
   */
  interface TracingConfiguration {
    /**
     * Groups traces that belong together.
     */
    group_id?: string;
    /**
     * Anything that helps to find the trace.
     */
    metadata?: unknown;
    /**
     * The name of the trace.
     */
    workflow_name?: string;
  }
  /**
   * Turns are found by loudness: speech ends when it is quiet for long enough.
   */
  interface ServerVad {
    type: 'server_vad';
    /**
     * Whether a response starts when the user stops. It may not start if
     * `interrupt_response` is off and another is still running. With both off, the
     * server only reports the turns.
     */
    create_response?: boolean;
    /**
     * After how much silence the model speaks up by itself, in milliseconds, counted
     * from the end of its last audio as played. `null` or missing: never. Announced
     * by `input_audio_buffer.timeout_triggered`.
     */
    idle_timeout_ms?: number | null;
    /**
     * Whether the running response of the default conversation is cancelled when the
     * user starts to speak.
     */
    interrupt_response?: boolean;
    /**
     * How much audio before the detected start of speech is kept, in milliseconds;
     * 300 by default.
     */
    prefix_padding_ms?: number;
    /**
     * How much silence ends a turn, in milliseconds; 500 by default. Less gives
     * quicker answers, and more of them in the middle of a pause.
     */
    silence_duration_ms?: number;
    /**
     * How loud speech has to be, from 0 to 1; 0.5 by default. Raise it where it is
     * noisy.
     */
    threshold?: number;
  }
  /**
   * Turns are found by a model that judges whether the user has finished.
   */
  interface SemanticVad {
    type: 'semantic_vad';
    /**
     * Whether a response starts when the user stops.
     */
    create_response?: boolean;
    /**
     * How soon a turn is taken to be over: at the latest after 8 seconds for `low`, 4
     * for `medium`, 2 for `high`. `auto`, the default, is `medium`.
     */
    eagerness?: 'low' | 'medium' | 'high' | 'auto';
    /**
     * Whether the running response of the default conversation is cancelled when the
     * user starts to speak.
     */
    interrupt_response?: boolean;
  }
}

/**
 * A session as the beta described it; no GA event has one.
 */
export interface RealtimeSession {
  /**
   * Identifies the session, such as `sess_1234`.
   */
  id?: string;
  /**
   * When the session ends, in seconds since 1970.
   */
  expires_at?: number;
  /**
   * What else to put into events: the probabilities of the tokens of transcripts.
   */
  include?: 'item.input_audio_transcription.logprobs'[] | null;
  /**
   * How the client's audio is encoded. `pcm16` is mono, 24 kHz, with 16-bit
   * little-endian samples.
   */
  input_audio_format?: 'pcm16' | 'g711_ulaw' | 'g711_alaw';
  /**
   * Noise reduction for the audio that the client sends; off by default. In an
   * update, `null` turns it off and leaving it out changes nothing.
   */
  input_audio_noise_reduction?: RealtimeSession.InputAudioNoiseReduction;
  /**
   * How the user's speech is transcribed; off by default. In an update, `null` turns
   * it off.
   *
   * The transcript is for people: the model hears the audio itself and does not read
   * it.
   */
  input_audio_transcription?: AudioTranscription | null;
  /**
   * What the model is told before everything else: how to answer, in which tone and
   * how fast to speak. It is guidance and not a guarantee.
   *
   * Where a client sets none, the server has instructions of its own;
   * `session.created` shows them. An empty text clears them.
   */
  instructions?: string;
  /**
   * The most tokens that one response may have, calls of tools included: 1 to 4096,
   * or `inf` for what the model allows. `inf` by default.
   */
  max_response_output_tokens?: number | 'inf';
  /**
   * What the model may answer with; `["text"]` turns speech off.
   */
  modalities?: ('text' | 'audio')[];
  /**
   * The name of the Realtime model; any is allowed. It cannot be changed in a running
   * session.
   *
   * The publisher announced that `gpt-realtime`, `gpt-realtime-mini` and
   * `gpt-audio-mini`, with their dated versions of 2025-08-28 and 2025-12-15, stop on
   * 2027-01-20.
   */
  model?: (string & {}) | 'gpt-realtime' | 'gpt-realtime-1.5' | 'gpt-realtime-2025-08-28' | 'gpt-4o-realtime-preview' | 'gpt-4o-realtime-preview-2024-10-01' | 'gpt-4o-realtime-preview-2024-12-17' | 'gpt-4o-realtime-preview-2025-06-03' | 'gpt-4o-mini-realtime-preview' | 'gpt-4o-mini-realtime-preview-2024-12-17' | 'gpt-realtime-mini' | 'gpt-realtime-mini-2025-10-06' | 'gpt-realtime-mini-2025-12-15' | 'gpt-audio-1.5' | 'gpt-audio-mini' | 'gpt-audio-mini-2025-10-06' | 'gpt-audio-mini-2025-12-15';
  object?: 'realtime.session';
  /**
   * How the model's audio is encoded. `pcm16` is sampled at 24 kHz.
   */
  output_audio_format?: 'pcm16' | 'g711_ulaw' | 'g711_alaw';
  /**
   * A stored prompt to start from. `null` for none.
   */
  prompt?: ResponsePrompt | null;
  /**
   * How fast the speech is played, from 0.25 to 1.5; 1 by default. It stretches the
   * finished audio, and can be changed only between responses.
   */
  speed?: number;
  /**
   * How varied the answers are, from 0.6 to 1.2. For speech, 0.8 works best.
   */
  temperature?: number;
  /**
   * Whether the model calls tools: `auto`, `none`, `required`, or the name of a
   * function.
   */
  tool_choice?: string;
  /**
   * The functions that the model may ask for.
   */
  tools?: RealtimeFunctionTool[];
  /**
   * Whether the session is recorded for the publisher's dashboard: `auto`, or with
   * names of one's own. `null` turns it off. It cannot be changed once it is on.
   */
  tracing?: 'auto' | RealtimeSession.TracingConfiguration | null;
  /**
   * How the server notices that the user starts and stops to speak. `null` turns it
   * off: the client then commits the audio and asks for responses itself.
   *
   * Transcription with `gpt-realtime-whisper` needs `null`.
   */
  turn_detection?: RealtimeSession.ServerVad | RealtimeSession.SemanticVad | null;
  /**
   * The name of the voice. It cannot be changed once the session has produced audio.
   */
  voice?: (string & {}) | 'alloy' | 'ash' | 'ballad' | 'coral' | 'echo' | 'sage' | 'shimmer' | 'verse' | 'marin' | 'cedar';
}

export declare namespace RealtimeTranslationSessionUpdateRequest {
  namespace Audio {
    namespace Input {
      /**
       * Noise reduction for the audio that the client sends. It works before turn
       * detection and the model, and helps both.
       */
      interface NoiseReduction {
        type: NoiseReductionType;
        /**
         * How strongly noise is removed: the higher, the more. Turning noise
         * reduction on sets it to 1; an update without it keeps the value.
         */
        strength?: number;
      }
      /**
       * A transcript of the speech that comes in, in its own language. The
       * translation does not depend on it.
       */
      interface Transcription {
        /**
         * The transcription model, such as `gpt-realtime-whisper`.
         */
        model: string;
      }
    }
    /**
     * The settings of the speech that comes in.
     */
    interface Input {
      /**
       * Noise reduction for the speech that comes in; `null` turns it off.
       */
      noise_reduction?: RealtimeTranslationSessionUpdateRequest.Audio.Input.NoiseReduction | null;
      /**
       * A transcript of the speech that comes in, in its own language, sent as
       * `session.input_transcript.delta`; `null` turns it off. The translation does
       * not depend on it.
       */
      transcription?: RealtimeTranslationSessionUpdateRequest.Audio.Input.Transcription | null;
    }
    /**
     * The settings of the translation.
     */
    interface Output {
      /**
       * The language to translate into.
       */
      language?: string;
    }
  }
  /**
   * The settings of the speech that comes in and of its translation.
   */
  interface Audio {
    input?: RealtimeTranslationSessionUpdateRequest.Audio.Input;
    output?: RealtimeTranslationSessionUpdateRequest.Audio.Output;
  }
}

/**
 * What can be changed in a running translation session.
 */
export interface RealtimeTranslationSessionUpdateRequest {
  audio?: RealtimeTranslationSessionUpdateRequest.Audio;
}

/**
 * Changes a translation session: the language to translate into, the transcript of
 * the input, or noise reduction. Answered by `session.updated`.
 */
export interface RealtimeTranslationSessionUpdateEvent {
  /**
   * What to change; the `type` and the `model` are not among it.
   */
  session: RealtimeTranslationSessionUpdateRequest;
  type: 'session.update';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
}

/**
 * Adds speech to be translated. The server works in steps of 200 ms, so pieces of
 * that length serve best; others are split or joined.
 *
 * Send silence while nobody speaks: the server knows no time but that of the audio,
 * and joins what comes after a gap to what came before.
 */
export interface RealtimeTranslationInputAudioBufferAppendEvent {
  /**
   * The audio in Base64: mono PCM at 24 kHz with 16-bit little-endian samples. Other
   * formats are refused.
   */
  audio: string;
  type: 'session.input_audio_buffer.append';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
}

/**
 * Ends the session once what was sent has been translated. The rest of the
 * translation arrives, then `session.closed`.
 */
export interface RealtimeTranslationSessionCloseEvent {
  type: 'session.close';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
}

/**
 * Everything that a client sends in a translation session.
 */
export type RealtimeTranslationClientEvent = RealtimeTranslationSessionUpdateEvent | RealtimeTranslationInputAudioBufferAppendEvent | RealtimeTranslationSessionCloseEvent;

export declare namespace RealtimeTranslationSessionCreateRequest {
  namespace Audio {
    namespace Input {
      /**
       * Noise reduction for the audio that the client sends. It works before turn
       * detection and the model, and helps both.
       */
      interface NoiseReduction {
        type: NoiseReductionType;
        /**
         * How strongly noise is removed: the higher, the more. Turning noise
         * reduction on sets it to 1; an update without it keeps the value.
         */
        strength?: number;
      }
      /**
       * A transcript of the speech that comes in, in its own language. The
       * translation does not depend on it.
       */
      interface Transcription {
        /**
         * The transcription model, such as `gpt-realtime-whisper`.
         */
        model: string;
      }
    }
    /**
     * The settings of the speech that comes in.
     */
    interface Input {
      /**
       * Noise reduction for the speech that comes in; `null` turns it off.
       */
      noise_reduction?: RealtimeTranslationSessionCreateRequest.Audio.Input.NoiseReduction | null;
      /**
       * A transcript of the speech that comes in, in its own language, sent as
       * `session.input_transcript.delta`; `null` turns it off. The translation does
       * not depend on it.
       */
      transcription?: RealtimeTranslationSessionCreateRequest.Audio.Input.Transcription | null;
    }
    /**
     * The settings of the translation.
     */
    interface Output {
      /**
       * The language to translate into.
       */
      language?: string;
    }
  }
  /**
   * The settings of the speech that comes in and of its translation.
   */
  interface Audio {
    input?: RealtimeTranslationSessionCreateRequest.Audio.Input;
    output?: RealtimeTranslationSessionCreateRequest.Audio.Output;
  }
}

/**
 * The settings of a session that translates speech as it comes in.
 */
export interface RealtimeTranslationSessionCreateRequest {
  /**
   * The name of the translation model, such as `gpt-realtime-translate`.
   */
  model: string;
  audio?: RealtimeTranslationSessionCreateRequest.Audio;
}

export declare namespace RealtimeTranslationClientSecretCreateRequest {
  /**
   * How long a key can be used to open sessions. It can open several, and they go on
   * when it has expired.
   */
  interface ExpiresAfter {
    /**
     * What `seconds` counts from: the time when the key was made.
     */
    anchor?: 'created_at';
    /**
     * For how many seconds the key can be used: 10 to 7200, 600 by default.
     */
    seconds?: number;
  }
}

/**
 * Asks for a key with which a browser or an app can open a translation session.
 */
export interface RealtimeTranslationClientSecretCreateRequest {
  /**
   * The settings of the sessions that the key opens.
   */
  session: RealtimeTranslationSessionCreateRequest;
  /**
   * How long a key can be used to open sessions. It can open several, and they go on
   * when it has expired.
   */
  expires_after?: RealtimeTranslationClientSecretCreateRequest.ExpiresAfter;
}

export declare namespace RealtimeTranslationSession {
  namespace Audio {
    namespace Input {
      /**
       * Noise reduction for the audio that the client sends. It works before turn
       * detection and the model, and helps both.
       */
      interface NoiseReduction {
        type: NoiseReductionType;
        /**
         * How strongly noise is removed: the higher, the more. Turning noise
         * reduction on sets it to 1; an update without it keeps the value.
         */
        strength?: number;
      }
      /**
       * A transcript of the speech that comes in, in its own language. The
       * translation does not depend on it.
       */
      interface Transcription {
        /**
         * The transcription model, such as `gpt-realtime-whisper`.
         */
        model: string;
      }
    }
    /**
     * The settings of the speech that comes in.
     */
    interface Input {
      /**
       * Noise reduction for the speech that comes in; `null` turns it off.
       */
      noise_reduction?: RealtimeTranslationSession.Audio.Input.NoiseReduction | null;
      /**
       * A transcript of the speech that comes in, in its own language, sent as
       * `session.input_transcript.delta`; `null` turns it off. The translation does
       * not depend on it.
       */
      transcription?: RealtimeTranslationSession.Audio.Input.Transcription | null;
    }
    /**
     * The settings of the translation.
     */
    interface Output {
      /**
       * The language to translate into.
       */
      language?: string;
    }
  }
  /**
   * The settings of the speech that comes in and of its translation.
   */
  interface Audio {
    input?: RealtimeTranslationSession.Audio.Input;
    output?: RealtimeTranslationSession.Audio.Output;
  }
}

/**
 * A session that translates speech as it comes in, as the server reports it.
 */
export interface RealtimeTranslationSession {
  /**
   * Identifies the session, such as `sess_1234`.
   */
  id: string;
  audio: RealtimeTranslationSession.Audio;
  /**
   * When the session ends, in seconds since 1970.
   */
  expires_at: number;
  /**
   * The name of the translation model, such as `gpt-realtime-translate`; it cannot be
   * changed in a running session.
   */
  model: string;
  type: 'translation';
}

/**
 * A key for a translation session, and the session's settings.
 */
export interface RealtimeTranslationClientSecretCreateResponse {
  /**
   * When the key can no longer be used, in seconds since 1970.
   */
  expires_at: number;
  session: RealtimeTranslationSession;
  /**
   * The key. It may be given to a browser or an app, unlike the account's own.
   */
  value: string;
}

/**
 * A further piece of the transcript of the speech that comes in. Only where
 * `audio.input.transcription` is set. Join the pieces as they are, with no spaces
 * between them.
 */
export interface RealtimeTranslationInputTranscriptDeltaEvent {
  /**
   * The next piece of what the speaker said, in the speaker's language.
   */
  delta: string;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  type: 'session.input_transcript.delta';
  /**
   * Where in the stream this belongs, in milliseconds, to line up text and speech. It
   * moves in steps of 200 and is not unique. Missing or `null` if it is not known.
   */
  elapsed_ms?: number | null;
}

/**
 * A further piece of the translation as speech. Pieces differ in length.
 */
export interface RealtimeTranslationOutputAudioDeltaEvent {
  /**
   * The audio in Base64: 16-bit PCM.
   */
  delta: string;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  type: 'session.output_audio.delta';
  /**
   * How many channels the audio has.
   */
  channels?: number;
  /**
   * Where in the stream this belongs, in milliseconds, to line up text and speech. It
   * moves in steps of 200 and is not unique. Missing or `null` if it is not known.
   */
  elapsed_ms?: number | null;
  format?: 'pcm16';
  /**
   * Samples a second.
   */
  sample_rate?: number;
}

/**
 * A further piece of the translation as text. Join the pieces as they are, with no
 * spaces between them.
 */
export interface RealtimeTranslationOutputTranscriptDeltaEvent {
  /**
   * The next piece of the translation.
   */
  delta: string;
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  type: 'session.output_transcript.delta';
  /**
   * Where in the stream this belongs, in milliseconds, to line up text and speech. It
   * moves in steps of 200 and is not unique. Missing or `null` if it is not known.
   */
  elapsed_ms?: number | null;
}

/**
 * The translation session exists. It is the first event of a connection and shows the
 * settings that the server starts with.
 */
export interface RealtimeTranslationSessionCreatedEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  session: RealtimeTranslationSession;
  type: 'session.created';
}

/**
 * The settings of the translation session have changed, because the client sent
 * `session.update`.
 */
export interface RealtimeTranslationSessionUpdatedEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  session: RealtimeTranslationSession;
  type: 'session.updated';
}

/**
 * The translation session is over.
 */
export interface RealtimeTranslationSessionClosedEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  type: 'session.closed';
}

/**
 * Everything that the server sends in a translation session.
 */
export type RealtimeTranslationServerEvent = RealtimeErrorEvent | RealtimeTranslationSessionCreatedEvent | RealtimeTranslationSessionUpdatedEvent | RealtimeTranslationSessionClosedEvent | RealtimeTranslationInputTranscriptDeltaEvent | RealtimeTranslationOutputTranscriptDeltaEvent | RealtimeTranslationOutputAudioDeltaEvent;

/**
 * The same `response.create` with an `input` that may refer to earlier items; the
 * clients of the publisher send this form.
 */
export interface ResponseCreateEventWithReferencesParam {
  type: 'response.create';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
  /**
   * Settings for this response alone.
   */
  response?: RealtimeResponseCreateParamsWithReferencesParam;
}

export declare namespace TranscriptionSessionUpdate {
  namespace Session {
    /**
     * Noise reduction for the audio that the client sends. It works before turn
     * detection and the model, and helps both.
     */
    interface InputAudioNoiseReduction {
      type?: NoiseReductionType;
    }
    /**
     * How the server notices that the user starts and stops to speak.
     */
    interface TurnDetection {
      /**
       * How much audio before the detected start of speech is kept, in milliseconds;
       * 300 by default.
       */
      prefix_padding_ms?: number;
      /**
       * How much silence ends a turn, in milliseconds; 500 by default. Less gives
       * quicker answers, and more of them in the middle of a pause.
       */
      silence_duration_ms?: number;
      /**
       * How loud speech has to be, from 0 to 1; 0.5 by default. Raise it where it is
       * noisy.
       */
      threshold?: number;
      type?: 'server_vad';
    }
  }
  /**
   * The settings of a transcription session, in the form of the beta.
   */
  interface Session {
    /**
     * What else to put into events: the probabilities of the tokens of transcripts.
     */
    include?: 'item.input_audio_transcription.logprobs'[];
    /**
     * How the client's audio is encoded. `pcm16` is mono, 24 kHz, with 16-bit
     * little-endian samples.
     */
    input_audio_format?: 'pcm16' | 'g711_ulaw' | 'g711_alaw';
    /**
     * Noise reduction for the audio that the client sends; off by default. In an
     * update, `null` turns it off and leaving it out changes nothing.
     */
    input_audio_noise_reduction?: TranscriptionSessionUpdate.Session.InputAudioNoiseReduction;
    /**
     * How the speech is transcribed.
     */
    input_audio_transcription?: AudioTranscription;
    /**
     * How the server notices that the user starts and stops to speak. `null` turns it
     * off: the client then commits the audio and asks for responses itself.
     *
     * Transcription with `gpt-realtime-whisper` needs `null`.
     */
    turn_detection?: TranscriptionSessionUpdate.Session.TurnDetection;
  }
}

/**
 * Changes a transcription session, in the form of the beta. GA clients send
 * `session.update` with a session of the type `transcription`.
 *
 * Answered by `transcription_session.updated`.
 */
export interface TranscriptionSessionUpdate {
  session: TranscriptionSessionUpdate.Session;
  type: 'transcription_session.update';
  /**
   * An identifier of the client's choice. An `error` event that this event causes
   * repeats it.
   */
  event_id?: string;
}

export declare namespace TranscriptionSessionUpdatedEvent {
  namespace Session {
    /**
     * A key with which a browser or an app can connect. Present only where the
     * session was made over HTTP, although the declaration requires it.
     */
    interface ClientSecret {
      /**
       * When the key can no longer be used, in seconds since 1970; a minute after it
       * was made.
       */
      expires_at: number;
      /**
       * The key. It may be given to a browser or an app, unlike the account's own.
       */
      value: string;
    }
    /**
     * How the server notices that the user starts and stops to speak.
     */
    interface TurnDetection {
      /**
       * How much audio before the detected start of speech is kept, in milliseconds;
       * 300 by default.
       */
      prefix_padding_ms?: number;
      /**
       * How much silence ends a turn, in milliseconds; 500 by default. Less gives
       * quicker answers, and more of them in the middle of a pause.
       */
      silence_duration_ms?: number;
      /**
       * How loud speech has to be, from 0 to 1; 0.5 by default. Raise it where it is
       * noisy.
       */
      threshold?: number;
      /**
       * Always `server_vad`; nothing else is supported.
       */
      type?: string;
    }
  }
  /**
   * A transcription session as the server reports it, in the form of the beta.
   */
  interface Session {
    /**
     * A key with which a browser or an app can connect. Present only where the
     * session was made over HTTP, although the declaration requires it.
     */
    client_secret: TranscriptionSessionUpdatedEvent.Session.ClientSecret;
    /**
     * How the client's audio is encoded; one of `pcm16`, `g711_ulaw` and `g711_alaw`.
     */
    input_audio_format?: string;
    /**
     * How the user's speech is transcribed; off by default. In an update, `null`
     * turns it off.
     *
     * The transcript is for people: the model hears the audio itself and does not
     * read it.
     */
    input_audio_transcription?: AudioTranscription;
    /**
     * What the model may answer with; `["text"]` turns speech off.
     */
    modalities?: ('text' | 'audio')[];
    /**
     * How the server notices that the user starts and stops to speak. `null` turns it
     * off: the client then commits the audio and asks for responses itself.
     *
     * Transcription with `gpt-realtime-whisper` needs `null`.
     */
    turn_detection?: TranscriptionSessionUpdatedEvent.Session.TurnDetection;
  }
}

/**
 * The settings of a transcription session have changed, because the client sent
 * `transcription_session.update`; in the form of the beta.
 */
export interface TranscriptionSessionUpdatedEvent {
  /**
   * Identifies this event. The server makes it.
   */
  event_id: string;
  session: TranscriptionSessionUpdatedEvent.Session;
  type: 'transcription_session.updated';
}

export declare namespace RealtimeSessionCreateResponse {
  namespace Audio {
    namespace Input {
      /**
       * Noise reduction for the audio that the client sends. It works before turn
       * detection and the model, and helps both.
       */
      interface NoiseReduction {
        /**
         * How strongly noise is removed: the higher, the more. Turning noise
         * reduction on sets it to 1; an update without it keeps the value.
         */
        strength?: number;
        type?: NoiseReductionType;
      }
      /**
       * Turns are found by loudness: speech ends when it is quiet for long enough.
       */
      interface ServerVad {
        type: 'server_vad';
        /**
         * Whether a response starts when the user stops. It may not start if
         * `interrupt_response` is off and another is still running. With both off,
         * the server only reports the turns.
         */
        create_response?: boolean;
        /**
         * After how much silence the model speaks up by itself, in milliseconds,
         * counted from the end of its last audio as played. `null` or missing: never.
         * Announced by `input_audio_buffer.timeout_triggered`.
         */
        idle_timeout_ms?: number | null;
        /**
         * Whether the running response of the default conversation is cancelled when
         * the user starts to speak.
         */
        interrupt_response?: boolean;
        /**
         * How much audio before the detected start of speech is kept, in
         * milliseconds; 300 by default.
         */
        prefix_padding_ms?: number;
        /**
         * How much silence ends a turn, in milliseconds; 500 by default. Less gives
         * quicker answers, and more of them in the middle of a pause.
         */
        silence_duration_ms?: number;
        /**
         * How loud speech has to be, from 0 to 1; 0.5 by default. Raise it where it
         * is noisy.
         */
        threshold?: number;
      }
      /**
       * Turns are found by a model that judges whether the user has finished.
       */
      interface SemanticVad {
        type: 'semantic_vad';
        /**
         * Whether a response starts when the user stops.
         */
        create_response?: boolean;
        /**
         * How soon a turn is taken to be over: at the latest after 8 seconds for
         * `low`, 4 for `medium`, 2 for `high`. `auto`, the default, is `medium`.
         */
        eagerness?: 'low' | 'medium' | 'high' | 'auto';
        /**
         * Whether the running response of the default conversation is cancelled when
         * the user starts to speak.
         */
        interrupt_response?: boolean;
      }
    }
    /**
     * The settings of the audio that the client sends.
     */
    interface Input {
      /**
       * How the client's audio is encoded; 24 kHz PCM by default.
       */
      format?: RealtimeAudioFormats;
      /**
       * Noise reduction for the audio that the client sends; off by default. In an
       * update, `null` turns it off and leaving it out changes nothing.
       */
      noise_reduction?: RealtimeSessionCreateResponse.Audio.Input.NoiseReduction;
      /**
       * How the user's speech is transcribed; off by default. In an update, `null`
       * turns it off.
       *
       * The transcript is for people: the model hears the audio itself and does not
       * read it.
       */
      transcription?: AudioTranscription;
      /**
       * How the server notices that the user starts and stops to speak. `null` turns
       * it off: the client then commits the audio and asks for responses itself.
       *
       * Transcription with `gpt-realtime-whisper` needs `null`.
       */
      turn_detection?: RealtimeSessionCreateResponse.Audio.Input.ServerVad | RealtimeSessionCreateResponse.Audio.Input.SemanticVad | null;
    }
    /**
     * The settings of the audio that the model sends.
     */
    interface Output {
      /**
       * How the model's audio is encoded; 24 kHz PCM by default.
       */
      format?: RealtimeAudioFormats;
      /**
       * How fast the speech is played, from 0.25 to 1.5; 1 by default. It stretches
       * the finished audio, and can be changed only between responses.
       */
      speed?: number;
      /**
       * The name of the voice. It cannot be changed once the session has produced
       * audio.
       */
      voice?: (string & {}) | 'alloy' | 'ash' | 'ballad' | 'coral' | 'echo' | 'sage' | 'shimmer' | 'verse' | 'marin' | 'cedar';
    }
  }
  /**
   * The settings of the audio that the client sends and of the audio that it gets.
   */
  interface Audio {
    input?: RealtimeSessionCreateResponse.Audio.Input;
    output?: RealtimeSessionCreateResponse.Audio.Output;
  }
  namespace McpTool {
    /**
     * Selects tools of an MCP server.
     */
    interface McpToolFilter {
      /**
       * Selects by what the MCP server says in `readOnlyHint`: true for tools that
       * change nothing.
       */
      read_only?: boolean;
      /**
       * Selects by name.
       */
      tool_names?: string[];
    }
    namespace McpToolApprovalFilter {
      /**
       * The tools that need approval.
       */
      interface Always {
        /**
         * Selects by what the MCP server says in `readOnlyHint`: true for tools that
         * change nothing.
         */
        read_only?: boolean;
        /**
         * Selects by name.
         */
        tool_names?: string[];
      }
      /**
       * The tools that need no approval.
       */
      interface Never {
        /**
         * Selects by what the MCP server says in `readOnlyHint`: true for tools that
         * change nothing.
         */
        read_only?: boolean;
        /**
         * Selects by name.
         */
        tool_names?: string[];
      }
    }
    /**
     * Which tools need approval and which do not.
     */
    interface McpToolApprovalFilter {
      /**
       * The tools that need approval.
       */
      always?: RealtimeSessionCreateResponse.McpTool.McpToolApprovalFilter.Always;
      /**
       * The tools that need no approval.
       */
      never?: RealtimeSessionCreateResponse.McpTool.McpToolApprovalFilter.Never;
    }
  }
  /**
   * An MCP server whose tools the model may call. The API calls them itself. One of
   * `server_url`, `tunnel_id` and `connector_id` says where it is.
   */
  interface McpTool {
    /**
     * A name for the MCP server, of the client's choice; calls and errors refer to
     * it.
     */
    server_label: string;
    type: 'mcp';
    /**
     * Who may call the tools: the model itself (`direct`), code that it writes
     * (`programmatic`), or both.
     */
    allowed_callers?: ('direct' | 'programmatic')[] | null;
    /**
     * The tools that the model may use: by name or by a filter. `null` or missing:
     * all of them.
     */
    allowed_tools?: string[] | RealtimeSessionCreateResponse.McpTool.McpToolFilter | null;
    /**
     * An OAuth access token for the MCP server. Getting and renewing it is the
     * application's part. It is a secret.
     */
    authorization?: string;
    /**
     * One of the publisher's own connectors, such as `connector_gmail`, in place of a
     * URL.
     * @deprecated Models released after 2026-09-01 do not take it: use `server_url` or `tunnel_id`.
     */
    connector_id?: 'connector_dropbox' | 'connector_gmail' | 'connector_googlecalendar' | 'connector_googledrive' | 'connector_microsoftteams' | 'connector_outlookcalendar' | 'connector_outlookemail' | 'connector_sharepoint';
    /**
     * Whether the model finds these tools by searching, instead of having all of them
     * in its context.
     */
    defer_loading?: boolean;
    /**
     * HTTP headers of every request to the MCP server, such as one that
     * authenticates. They may be secrets.
     */
    headers?: { [key: string]: string } | null;
    /**
     * Which tools need the client's approval before each call: all (`always`), none
     * (`never`), or as a filter says. An approval is asked for by an
     * `mcp_approval_request` item.
     */
    require_approval?: RealtimeSessionCreateResponse.McpTool.McpToolApprovalFilter | 'always' | 'never' | null;
    /**
     * What the MCP server is for, for the model to read.
     */
    server_description?: string;
    /**
     * Where the MCP server is.
     */
    server_url?: string;
    /**
     * A secure tunnel to an MCP server that has no public URL.
     */
    tunnel_id?: string;
  }
  /**
   * What a session's trace is filed under.
   */
  interface TracingConfiguration {
    /**
     * Groups traces that belong together.
     */
    group_id?: string;
    /**
     * Anything that helps to find the trace.
     */
    metadata?: unknown;
    /**
     * The name of the trace.
     */
    workflow_name?: string;
  }
}

/**
 * A session as the server reports it over HTTP.
 */
export interface RealtimeSessionCreateResponse {
  /**
   * Identifies the session, such as `sess_1234`.
   */
  id: string;
  object: 'realtime.session';
  type: 'realtime';
  audio?: RealtimeSessionCreateResponse.Audio;
  /**
   * When the session ends, in seconds since 1970.
   */
  expires_at?: number;
  /**
   * What else to put into events: the probabilities of the tokens of transcripts.
   */
  include?: 'item.input_audio_transcription.logprobs'[];
  /**
   * What the model is told before everything else: how to answer, in which tone and
   * how fast to speak. It is guidance and not a guarantee.
   *
   * Where a client sets none, the server has instructions of its own;
   * `session.created` shows them. An empty text clears them.
   */
  instructions?: string;
  /**
   * The most tokens that one response may have, calls of tools included: 1 to 4096,
   * or `inf` for what the model allows. `inf` by default.
   */
  max_output_tokens?: number | 'inf';
  /**
   * The name of the Realtime model; any is allowed. It cannot be changed in a running
   * session.
   *
   * The publisher announced that `gpt-realtime`, `gpt-realtime-mini` and
   * `gpt-audio-mini`, with their dated versions of 2025-08-28 and 2025-12-15, stop on
   * 2027-01-20.
   */
  model?: (string & {}) | 'gpt-realtime' | 'gpt-realtime-1.5' | 'gpt-realtime-2' | 'gpt-realtime-2.1' | 'gpt-realtime-2.1-mini' | 'gpt-realtime-2025-08-28' | 'gpt-4o-realtime-preview' | 'gpt-4o-realtime-preview-2024-10-01' | 'gpt-4o-realtime-preview-2024-12-17' | 'gpt-4o-realtime-preview-2025-06-03' | 'gpt-4o-mini-realtime-preview' | 'gpt-4o-mini-realtime-preview-2024-12-17' | 'gpt-realtime-mini' | 'gpt-realtime-mini-2025-10-06' | 'gpt-realtime-mini-2025-12-15' | 'gpt-audio-1.5' | 'gpt-audio-mini' | 'gpt-audio-mini-2025-10-06' | 'gpt-audio-mini-2025-12-15';
  /**
   * Speech or text: `["audio"]`, the default, gives speech and its transcript,
   * `["text"]` gives text alone. Both at once are refused.
   */
  output_modalities?: ('text' | 'audio')[];
  /**
   * A stored prompt to start from. `null` for none.
   */
  prompt?: ResponsePrompt | null;
  /**
   * How much the model reasons before it answers. Only for models that reason, such
   * as `gpt-realtime-2`.
   */
  reasoning?: RealtimeReasoning;
  /**
   * Whether the model calls tools, or which one it must call.
   */
  tool_choice?: ToolChoiceOptions | ToolChoiceFunction | ToolChoiceMcp;
  /**
   * What the model may call: functions of the client's, and tools of MCP servers. In
   * an update, an empty list removes all.
   */
  tools?: (RealtimeFunctionTool | RealtimeSessionCreateResponse.McpTool)[];
  /**
   * Whether the session is recorded for the publisher's dashboard: `auto`, or with
   * names of one's own. `null` turns it off. It cannot be changed once it is on.
   */
  tracing?: 'auto' | RealtimeSessionCreateResponse.TracingConfiguration | null;
  /**
   * What happens when the conversation grows too long for the model. Dropping
   * messages makes the next turn dearer, as its cached prefix changes; a retention
   * ratio drops more, and less often.
   */
  truncation?: RealtimeTruncation;
}

export declare namespace RealtimeTranscriptionSessionCreateResponse {
  namespace Audio {
    namespace Input {
      /**
       * Noise reduction for the audio that the client sends. It works before turn
       * detection and the model, and helps both.
       */
      interface NoiseReduction {
        /**
         * How strongly noise is removed: the higher, the more. Turning noise
         * reduction on sets it to 1; an update without it keeps the value.
         */
        strength?: number;
        type?: NoiseReductionType;
      }
    }
  }
}

/**
 * How the server notices that the user starts and stops to speak; in a response over
 * HTTP.
 */
export interface RealtimeTranscriptionSessionTurnDetection {
  /**
   * How much audio before the detected start of speech is kept, in milliseconds; 300
   * by default.
   */
  prefix_padding_ms?: number;
  /**
   * How much silence ends a turn, in milliseconds; 500 by default. Less gives quicker
   * answers, and more of them in the middle of a pause.
   */
  silence_duration_ms?: number;
  /**
   * How loud speech has to be, from 0 to 1; 0.5 by default. Raise it where it is
   * noisy.
   */
  threshold?: number;
  /**
   * Always `server_vad`; nothing else is supported.
   */
  type?: string;
}

export declare namespace RealtimeTranscriptionSessionCreateResponse {
  namespace Audio {
    /**
     * The settings of the audio that the client sends.
     */
    interface Input {
      /**
       * How the client's audio is encoded. PCM is sampled at 24 kHz.
       */
      format?: RealtimeAudioFormats;
      /**
       * Noise reduction for the audio that the client sends; off by default. In an
       * update, `null` turns it off and leaving it out changes nothing.
       */
      noise_reduction?: RealtimeTranscriptionSessionCreateResponse.Audio.Input.NoiseReduction;
      /**
       * How the user's speech is transcribed; off by default. In an update, `null`
       * turns it off.
       *
       * The transcript is for people: the model hears the audio itself and does not
       * read it.
       */
      transcription?: AudioTranscription;
      /**
       * How the server notices that the user starts and stops to speak. `null` turns
       * it off: the client then commits the audio and asks for responses itself.
       *
       * Transcription with `gpt-realtime-whisper` needs `null`.
       */
      turn_detection?: RealtimeTranscriptionSessionTurnDetection | null;
    }
  }
  /**
   * The settings of the audio that the client sends.
   */
  interface Audio {
    input?: RealtimeTranscriptionSessionCreateResponse.Audio.Input;
  }
}

/**
 * A transcription session as the server reports it over HTTP.
 */
export interface RealtimeTranscriptionSessionCreateResponse {
  /**
   * Identifies the session, such as `sess_1234`.
   */
  id: string;
  /**
   * Always `realtime.transcription_session`.
   */
  object: string;
  type: 'transcription';
  audio?: RealtimeTranscriptionSessionCreateResponse.Audio;
  /**
   * When the session ends, in seconds since 1970.
   */
  expires_at?: number;
  /**
   * What else to put into events: the probabilities of the tokens of transcripts.
   */
  include?: 'item.input_audio_transcription.logprobs'[];
}

/**
 * A key with which a browser or an app can open a session, and the session's
 * settings.
 */
export interface ClientSecretCreateResponse {
  /**
   * When the key can no longer be used, in seconds since 1970.
   */
  expires_at: number;
  /**
   * The session that the secret opens, as it will begin.
   */
  session: RealtimeSessionCreateResponse | RealtimeTranscriptionSessionCreateResponse;
  /**
   * The key. It may be given to a browser or an app, unlike the account's own.
   */
  value: string;
}

export declare namespace ClientSecretCreateParams {
  /**
   * How long a key can be used to open sessions. It can open several, and they go on
   * when it has expired.
   */
  interface ExpiresAfter {
    /**
     * What `seconds` counts from: the time when the key was made.
     */
    anchor?: 'created_at';
    /**
     * For how many seconds the key can be used: 10 to 7200, 600 by default.
     */
    seconds?: number;
  }
}

/**
 * Asks for a key with which a browser or an app can open a session.
 */
export interface ClientSecretCreateParams {
  /**
   * How long a key can be used to open sessions. It can open several, and they go on
   * when it has expired.
   */
  expires_after?: ClientSecretCreateParams.ExpiresAfter;
  /**
   * The settings of the sessions that the key opens.
   */
  session?: RealtimeSessionCreateRequest | RealtimeTranscriptionSessionCreateRequest;
}

/**
 * Starts a call over WebRTC.
 */
export interface CallCreateParams {
  /**
   * The SDP offer that the caller's WebRTC made.
   */
  sdp: string;
  /**
   * The settings of the call's session.
   */
  session?: RealtimeSessionCreateRequest;
}

/**
 * Answers a call that came in over SIP, with the settings of its session.
 */
export interface CallAcceptParams {
  type: 'realtime';
  audio?: RealtimeAudioConfig;
  /**
   * What else to put into events: the probabilities of the tokens of transcripts.
   */
  include?: 'item.input_audio_transcription.logprobs'[];
  /**
   * What the model is told before everything else: how to answer, in which tone and
   * how fast to speak. It is guidance and not a guarantee.
   *
   * Where a client sets none, the server has instructions of its own;
   * `session.created` shows them. An empty text clears them.
   */
  instructions?: string;
  /**
   * The most tokens that one response may have, calls of tools included: 1 to 4096,
   * or `inf` for what the model allows. `inf` by default.
   */
  max_output_tokens?: number | 'inf';
  /**
   * The name of the Realtime model; any is allowed. It cannot be changed in a running
   * session.
   *
   * The publisher announced that `gpt-realtime`, `gpt-realtime-mini` and
   * `gpt-audio-mini`, with their dated versions of 2025-08-28 and 2025-12-15, stop on
   * 2027-01-20.
   */
  model?: (string & {}) | 'gpt-realtime' | 'gpt-realtime-1.5' | 'gpt-realtime-2' | 'gpt-realtime-2.1' | 'gpt-realtime-2.1-mini' | 'gpt-realtime-2025-08-28' | 'gpt-4o-realtime-preview' | 'gpt-4o-realtime-preview-2024-10-01' | 'gpt-4o-realtime-preview-2024-12-17' | 'gpt-4o-realtime-preview-2025-06-03' | 'gpt-4o-mini-realtime-preview' | 'gpt-4o-mini-realtime-preview-2024-12-17' | 'gpt-realtime-mini' | 'gpt-realtime-mini-2025-10-06' | 'gpt-realtime-mini-2025-12-15' | 'gpt-audio-1.5' | 'gpt-audio-mini' | 'gpt-audio-mini-2025-10-06' | 'gpt-audio-mini-2025-12-15';
  /**
   * Speech or text: `["audio"]`, the default, gives speech and its transcript,
   * `["text"]` gives text alone. Both at once are refused.
   */
  output_modalities?: ('text' | 'audio')[];
  /**
   * Whether the model may call several tools in one response. Only for models that
   * reason, such as `gpt-realtime-2`.
   */
  parallel_tool_calls?: boolean;
  /**
   * A stored prompt to start from. `null` for none.
   */
  prompt?: ResponsePrompt | null;
  /**
   * How much the model reasons before it answers. Only for models that reason, such
   * as `gpt-realtime-2`.
   */
  reasoning?: RealtimeReasoning;
  /**
   * Whether the model calls tools, or which one it must call.
   */
  tool_choice?: RealtimeToolChoiceConfig;
  /**
   * What the model may call: functions of the client's, and tools of MCP servers. In
   * an update, an empty list removes all.
   */
  tools?: RealtimeToolsConfig;
  /**
   * Whether the session is recorded for the publisher's dashboard: `auto`, or with
   * names of one's own. `null` turns it off. It cannot be changed once it is on.
   */
  tracing?: RealtimeTracingConfig | null;
  /**
   * What happens when the conversation grows too long for the model. Dropping
   * messages makes the next turn dearer, as its cached prefix changes; a retention
   * ratio drops more, and less often.
   */
  truncation?: RealtimeTruncation;
}

/**
 * Passes a SIP call on to somebody else.
 */
export interface CallReferParams {
  /**
   * Where the call goes: a `tel:` or `sip:` URI, such as `tel:+15550100`, as the SIP
   * header Refer-To has it.
   */
  target_uri: string;
}

/**
 * Turns down a call that came in over SIP.
 */
export interface CallRejectParams {
  /**
   * The SIP status to answer with; 603 (decline) by default.
   */
  status_code?: number;
}

/**
 * Everything that a client sends in a translation session; another name of
 * `RealtimeTranslationClientEvent`.
 */
export type ConnectClientEvent = RealtimeTranslationSessionUpdateEvent | RealtimeTranslationInputAudioBufferAppendEvent | RealtimeTranslationSessionCloseEvent;

export declare namespace TranslationClientSecretCreateParams {
  /**
   * How long a key can be used to open sessions. It can open several, and they go on
   * when it has expired.
   */
  interface ExpiresAfter {
    /**
     * What `seconds` counts from: the time when the key was made.
     */
    anchor?: 'created_at';
    /**
     * For how many seconds the key can be used: 10 to 7200, 600 by default.
     */
    seconds?: number;
  }
}

/**
 * Asks for a key for a translation session. The publisher calls it
 * `ClientSecretCreateParams` as well, in a module of its own
 * (`resources/realtime/translations/client-secrets`).
 */
export interface TranslationClientSecretCreateParams {
  /**
   * The settings of the sessions that the key opens.
   */
  session: RealtimeTranslationSessionCreateRequest;
  /**
   * How long a key can be used to open sessions. It can open several, and they go on
   * when it has expired.
   */
  expires_after?: TranslationClientSecretCreateParams.ExpiresAfter;
}
