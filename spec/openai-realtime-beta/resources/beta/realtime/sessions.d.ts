// Written for this project: names, types, presence and order are those of the published module,
// the comments are ours; see ORIGIN.toml.
import { APIResource } from "../../../resource.js";
// The published class has the HTTP call that creates a session, `create`, and with it the whole
// HTTP client. No message refers to it, so the class stays empty here.
export declare class Sessions extends APIResource {
}
/**
 * The settings of a session, as the server reports them.
 */
export interface Session {
    /**
     * Identifies the session.
     */
    id?: string;
    /**
     * How the audio that the client sends is encoded. `pcm16` is mono, 24 kHz, with
     * 16-bit little-endian samples.
     */
    input_audio_format?: 'pcm16' | 'g711_ulaw' | 'g711_alaw';
    /**
     * How the user's audio is transcribed; off unless it is configured.
     *
     * A separate model writes the transcript while the conversation goes on, so it may
     * differ from what the Realtime model heard.
     */
    input_audio_transcription?: Session.InputAudioTranscription;
    /**
     * The system message in front of every model call: what to say, and in which manner
     * and voice. The model may deviate from it.
     *
     * Where a client sets none, the server puts in its own; the `session.created` event
     * shows them.
     */
    instructions?: string;
    /**
     * The limit on the output tokens of one response, tool calls included: from 1 to
     * 4096, or `inf` for as many as the model allows. `inf` by default.
     */
    max_response_output_tokens?: number | 'inf';
    /**
     * What the model may answer with; `["text"]` turns audio off.
     */
    modalities?: Array<'text' | 'audio'>;
    /**
     * The name of the Realtime model.
     */
    model?: (string & {}) | 'gpt-4o-realtime-preview' | 'gpt-4o-realtime-preview-2024-10-01' | 'gpt-4o-realtime-preview-2024-12-17' | 'gpt-4o-mini-realtime-preview' | 'gpt-4o-mini-realtime-preview-2024-12-17';
    /**
     * How the audio that the model sends is encoded; `pcm16` is sampled at 24 kHz.
     */
    output_audio_format?: 'pcm16' | 'g711_ulaw' | 'g711_alaw';
    /**
     * The sampling temperature, from 0.6 to 1.2; 0.8 by default.
     */
    temperature?: number;
    /**
     * Whether the model calls tools: `auto`, `none`, `required`, or the name of a
     * function.
     */
    tool_choice?: string;
    /**
     * The functions that the model may call.
     */
    tools?: Array<Session.Tool>;
    /**
     * How the server notices that the user starts and stops speaking; `null` turns it
     * off.
     */
    turn_detection?: Session.TurnDetection | null;
    /**
     * The voice of the model's audio; fixed from the first audio of the session on.
     */
    voice?: 'alloy' | 'ash' | 'ballad' | 'coral' | 'echo' | 'sage' | 'shimmer' | 'verse';
}
export declare namespace Session {
    /**
     * How the user's audio is transcribed; off unless it is configured.
     *
     * A separate model writes the transcript while the conversation goes on, so it may
     * differ from what the Realtime model heard.
     */
    interface InputAudioTranscription {
        /**
         * The name of the transcription model; at present only `whisper-1`.
         */
        model?: string;
    }
    interface Tool {
        /**
         * What the function does and when to call it, for the model to read.
         */
        description?: string;
        /**
         * The function's name.
         */
        name?: string;
        /**
         * A JSON Schema of the function's arguments.
         */
        parameters?: unknown;
        /**
         * The kind of tool: `function`.
         */
        type?: 'function';
    }
    /**
     * How the server notices that the user starts and stops speaking; `null` turns it
     * off.
     */
    interface TurnDetection {
        /**
         * How much audio from before the start of speech is kept, in milliseconds; 300 by
         * default.
         */
        prefix_padding_ms?: number;
        /**
         * How long a silence ends the turn, in milliseconds; 500 by default. The shorter,
         * the sooner the model answers, and the more easily it interrupts a pause.
         */
        silence_duration_ms?: number;
        /**
         * How loud speech has to be, from 0 to 1; 0.5 by default. A higher value suits
         * noisy places.
         */
        threshold?: number;
        /**
         * The kind of detection; at present only `server_vad`.
         */
        type?: 'server_vad';
    }
}
/**
 * The settings of a new session, together with a short-lived key for connecting to it.
 */
export interface SessionCreateResponse {
    /**
     * The short-lived key.
     */
    client_secret: SessionCreateResponse.ClientSecret;
    /**
     * How the audio that the client sends is encoded: `pcm16`, `g711_ulaw` or
     * `g711_alaw`.
     */
    input_audio_format?: string;
    /**
     * How the user's audio is transcribed; off unless it is configured.
     *
     * A separate model writes the transcript while the conversation goes on, so it may
     * differ from what the Realtime model heard.
     */
    input_audio_transcription?: SessionCreateResponse.InputAudioTranscription;
    /**
     * The system message in front of every model call: what to say, and in which manner
     * and voice. The model may deviate from it.
     *
     * Where a client sets none, the server puts in its own; the `session.created` event
     * shows them.
     */
    instructions?: string;
    /**
     * The limit on the output tokens of one response, tool calls included: from 1 to
     * 4096, or `inf` for as many as the model allows. `inf` by default.
     */
    max_response_output_tokens?: number | 'inf';
    /**
     * What the model may answer with; `["text"]` turns audio off.
     */
    modalities?: Array<'text' | 'audio'>;
    /**
     * How the audio that the model sends is encoded: `pcm16`, `g711_ulaw` or
     * `g711_alaw`.
     */
    output_audio_format?: string;
    /**
     * The sampling temperature, from 0.6 to 1.2; 0.8 by default.
     */
    temperature?: number;
    /**
     * Whether the model calls tools: `auto`, `none`, `required`, or the name of a
     * function.
     */
    tool_choice?: string;
    /**
     * The functions that the model may call.
     */
    tools?: Array<SessionCreateResponse.Tool>;
    /**
     * How the server notices that the user starts and stops speaking.
     */
    turn_detection?: SessionCreateResponse.TurnDetection;
    /**
     * The voice of the model's audio; fixed from the first audio of the session on.
     */
    voice?: 'alloy' | 'ash' | 'ballad' | 'coral' | 'echo' | 'sage' | 'shimmer' | 'verse';
}
export declare namespace SessionCreateResponse {
    /**
     * The short-lived key.
     */
    interface ClientSecret {
        /**
         * When the key expires, in seconds since 1970; at present a minute after it is made.
         */
        expires_at: number;
        /**
         * The key itself, to be handed to a client such as a browser. An ordinary API key
         * stays on the server.
         */
        value: string;
    }
    /**
     * How the user's audio is transcribed; off unless it is configured.
     *
     * A separate model writes the transcript while the conversation goes on, so it may
     * differ from what the Realtime model heard.
     */
    interface InputAudioTranscription {
        /**
         * The name of the transcription model; at present only `whisper-1`.
         */
        model?: string;
    }
    interface Tool {
        /**
         * What the function does and when to call it, for the model to read.
         */
        description?: string;
        /**
         * The function's name.
         */
        name?: string;
        /**
         * A JSON Schema of the function's arguments.
         */
        parameters?: unknown;
        /**
         * The kind of tool: `function`.
         */
        type?: 'function';
    }
    /**
     * How the server notices that the user starts and stops speaking.
     */
    interface TurnDetection {
        /**
         * How much audio from before the start of speech is kept, in milliseconds; 300 by
         * default.
         */
        prefix_padding_ms?: number;
        /**
         * How long a silence ends the turn, in milliseconds; 500 by default. The shorter,
         * the sooner the model answers, and the more easily it interrupts a pause.
         */
        silence_duration_ms?: number;
        /**
         * How loud speech has to be, from 0 to 1; 0.5 by default. A higher value suits
         * noisy places.
         */
        threshold?: number;
        /**
         * The kind of detection; at present only `server_vad`.
         */
        type?: string;
    }
}
export interface SessionCreateParams {
    /**
     * How the audio that the client sends is encoded. `pcm16` is mono, 24 kHz, with
     * 16-bit little-endian samples.
     */
    input_audio_format?: 'pcm16' | 'g711_ulaw' | 'g711_alaw';
    /**
     * How the user's audio is transcribed; off unless it is configured.
     *
     * A separate model writes the transcript while the conversation goes on, so it may
     * differ from what the Realtime model heard. The language and a prompt can be passed
     * on to that model.
     */
    input_audio_transcription?: SessionCreateParams.InputAudioTranscription;
    /**
     * The system message in front of every model call: what to say, and in which manner
     * and voice. The model may deviate from it.
     *
     * Where a client sets none, the server puts in its own; the `session.created` event
     * shows them.
     */
    instructions?: string;
    /**
     * The limit on the output tokens of one response, tool calls included: from 1 to
     * 4096, or `inf` for as many as the model allows. `inf` by default.
     */
    max_response_output_tokens?: number | 'inf';
    /**
     * What the model may answer with; `["text"]` turns audio off.
     */
    modalities?: Array<'text' | 'audio'>;
    /**
     * The name of the Realtime model.
     */
    model?: 'gpt-4o-realtime-preview' | 'gpt-4o-realtime-preview-2024-10-01' | 'gpt-4o-realtime-preview-2024-12-17' | 'gpt-4o-mini-realtime-preview' | 'gpt-4o-mini-realtime-preview-2024-12-17';
    /**
     * How the audio that the model sends is encoded; `pcm16` is sampled at 24 kHz.
     */
    output_audio_format?: 'pcm16' | 'g711_ulaw' | 'g711_alaw';
    /**
     * The sampling temperature, from 0.6 to 1.2; 0.8 by default.
     */
    temperature?: number;
    /**
     * Whether the model calls tools: `auto`, `none`, `required`, or the name of a
     * function.
     */
    tool_choice?: string;
    /**
     * The functions that the model may call.
     */
    tools?: Array<SessionCreateParams.Tool>;
    /**
     * How the server notices that the user starts and stops speaking.
     */
    turn_detection?: SessionCreateParams.TurnDetection;
    /**
     * The voice of the model's audio; fixed from the first audio of the session on.
     */
    voice?: 'alloy' | 'ash' | 'ballad' | 'coral' | 'echo' | 'sage' | 'shimmer' | 'verse';
}
export declare namespace SessionCreateParams {
    /**
     * How the user's audio is transcribed; off unless it is configured.
     *
     * A separate model writes the transcript while the conversation goes on, so it may
     * differ from what the Realtime model heard. The language and a prompt can be passed
     * on to that model.
     */
    interface InputAudioTranscription {
        /**
         * The language that is spoken, as a two-letter code of ISO 639-1 such as `en`.
         * Naming it makes the transcript better and quicker.
         */
        language?: string;
        /**
         * The name of the transcription model; at present only `whisper-1`.
         */
        model?: string;
        /**
         * A text in the language of the audio that shows the transcription model which
         * style to follow or where the previous piece of audio ended.
         */
        prompt?: string;
    }
    interface Tool {
        /**
         * What the function does and when to call it, for the model to read.
         */
        description?: string;
        /**
         * The function's name.
         */
        name?: string;
        /**
         * A JSON Schema of the function's arguments.
         */
        parameters?: unknown;
        /**
         * The kind of tool: `function`.
         */
        type?: 'function';
    }
    /**
     * How the server notices that the user starts and stops speaking.
     */
    interface TurnDetection {
        /**
         * Whether the end of a turn makes the model answer; `true` by default.
         */
        create_response?: boolean;
        /**
         * How much audio from before the start of speech is kept, in milliseconds; 300 by
         * default.
         */
        prefix_padding_ms?: number;
        /**
         * How long a silence ends the turn, in milliseconds; 500 by default. The shorter,
         * the sooner the model answers, and the more easily it interrupts a pause.
         */
        silence_duration_ms?: number;
        /**
         * How loud speech has to be, from 0 to 1; 0.5 by default. A higher value suits
         * noisy places.
         */
        threshold?: number;
        /**
         * The kind of detection; at present only `server_vad`.
         */
        type?: string;
    }
}
