"""The types of TypeScript's and the web's libraries that are texts or numbers.

They are those of TypeScript 5.9's `lib.dom*` and `lib.webworker*`; a test compares them. The module
is only loaded for an undeclared name.
"""

from __future__ import annotations

from typing import Final

from ...model import Primitive

__all__ = ["PLAIN", "TEXTS"]

PLAIN: Final[dict[Primitive, frozenset[str]]] = {
    Primitive("string"): frozenset(
        """
        Base64URLString NamedCurve
        """.split()
    ),
    Primitive("number"): frozenset(
        """
        COSEAlgorithmIdentifier DOMHighResTimeStamp EpochTimeStamp GLbitfield GLclampf GLenum
        GLfloat GLint GLint64 GLintptr GLsizei GLsizeiptr GLuint GLuint64
        """.split()
    ),
    Primitive("boolean"): frozenset(
        """
        GLboolean
        """.split()
    ),
}
"""Names by the primitive type that they are aliases of."""

_ENTRIES: Final = """
    AlignSetting=center|end|left|right|start
    AlphaOption=discard|keep
    AnimationPlayState=finished|idle|paused|running
    AnimationReplaceState=active|persisted|removed
    AppendMode=segments|sequence
    AttestationConveyancePreference=direct|enterprise|indirect|none
    AudioContextLatencyCategory=balanced|interactive|playback
    AudioContextState=closed|interrupted|running|suspended
    AudioSampleFormat=f32|f32-planar|s16|s16-planar|s32|s32-planar|u8|u8-planar
    AuthenticatorAttachment=cross-platform|platform
    AuthenticatorTransport=ble|hybrid|internal|nfc|usb
    AutoFillAddressKind=billing|shipping
    AutoFillBase=|off|on
    AutoFillContactField=email|tel|tel-area-code|tel-country-code|tel-extension|tel-local|\
tel-local-prefix|tel-local-suffix|tel-national
    AutoFillContactKind=home|mobile|work
    AutoFillCredentialField=webauthn
    AutoFillNormalField=additional-name|address-level1|address-level2|address-level3|\
address-level4|address-line1|address-line2|address-line3|bday-day|bday-month|bday-year|cc-csc|\
cc-exp|cc-exp-month|cc-exp-year|cc-family-name|cc-given-name|cc-name|cc-number|cc-type|country|\
country-name|current-password|family-name|given-name|honorific-prefix|honorific-suffix|name|\
new-password|one-time-code|organization|postal-code|street-address|transaction-amount|\
transaction-currency|username
    AutoKeyword=auto
    AutomationRate=a-rate|k-rate
    AvcBitstreamFormat=annexb|avc
    BinaryType=arraybuffer|blob
    BiquadFilterType=allpass|bandpass|highpass|highshelf|lowpass|lowshelf|notch|peaking
    BitrateMode=constant|variable
    CSSMathOperator=clamp|invert|max|min|negate|product|sum
    CSSNumericBaseType=angle|flex|frequency|length|percent|resolution|time
    CanPlayTypeResult=|maybe|probably
    CanvasDirection=inherit|ltr|rtl
    CanvasFillRule=evenodd|nonzero
    CanvasFontKerning=auto|none|normal
    CanvasFontStretch=condensed|expanded|extra-condensed|extra-expanded|normal|semi-condensed|\
semi-expanded|ultra-condensed|ultra-expanded
    CanvasFontVariantCaps=all-petite-caps|all-small-caps|normal|petite-caps|small-caps|\
titling-caps|unicase
    CanvasLineCap=butt|round|square
    CanvasLineJoin=bevel|miter|round
    CanvasTextAlign=center|end|left|right|start
    CanvasTextBaseline=alphabetic|bottom|hanging|ideographic|middle|top
    CanvasTextRendering=auto|geometricPrecision|optimizeLegibility|optimizeSpeed
    ChannelCountMode=clamped-max|explicit|max
    ChannelInterpretation=discrete|speakers
    ClientTypes=all|sharedworker|window|worker
    CodecState=closed|configured|unconfigured
    ColorGamut=p3|rec2020|srgb
    ColorSpaceConversion=default|none
    CompositeOperation=accumulate|add|replace
    CompositeOperationOrAuto=accumulate|add|auto|replace
    CompressionFormat=deflate|deflate-raw|gzip
    CookieSameSite=lax|none|strict
    CredentialMediationRequirement=conditional|optional|required|silent
    DOMParserSupportedType=application/xhtml+xml|application/xml|image/svg+xml|text/html|text/xml
    DirectionSetting=|lr|rl
    DisplayCaptureSurfaceType=browser|monitor|window
    DistanceModelType=exponential|inverse|linear
    DocumentReadyState=complete|interactive|loading
    DocumentVisibilityState=hidden|visible
    EncodedAudioChunkType=delta|key
    EncodedVideoChunkType=delta|key
    EndOfStreamError=decode|network
    EndingType=native|transparent
    FileSystemHandleKind=directory|file
    FillLightMode=auto|flash|off
    FillMode=auto|backwards|both|forwards|none
    FontDisplay=auto|block|fallback|optional|swap
    FontFaceLoadStatus=error|loaded|loading|unloaded
    FontFaceSetLoadStatus=loaded|loading
    FrameType=auxiliary|nested|none|top-level
    FullscreenNavigationUI=auto|hide|show
    GamepadHapticEffectType=dual-rumble|trigger-rumble
    GamepadHapticsResult=complete|preempted
    GamepadMappingType=|standard|xr-standard
    GlobalCompositeOperation=color|color-burn|color-dodge|copy|darken|destination-atop|\
destination-in|destination-out|destination-over|difference|exclusion|hard-light|hue|lighten|\
lighter|luminosity|multiply|overlay|saturation|screen|soft-light|source-atop|source-in|source-out|\
source-over|xor
    HardwareAcceleration=no-preference|prefer-hardware|prefer-software
    HdrMetadataType=smpteSt2086|smpteSt2094-10|smpteSt2094-40
    HighlightType=grammar-error|highlight|spelling-error
    IDBCursorDirection=next|nextunique|prev|prevunique
    IDBRequestReadyState=done|pending
    IDBTransactionDurability=default|relaxed|strict
    IDBTransactionMode=readonly|readwrite|versionchange
    ImageOrientation=flipY|from-image|none
    ImageSmoothingQuality=high|low|medium
    InsertPosition=afterbegin|afterend|beforebegin|beforeend
    IterationCompositeOperation=accumulate|replace
    KeyFormat=jwk|pkcs8|raw|spki
    KeyType=private|public|secret
    KeyUsage=decrypt|deriveBits|deriveKey|encrypt|sign|unwrapKey|verify|wrapKey
    LatencyMode=quality|realtime
    LineAlignSetting=center|end|start
    LockMode=exclusive|shared
    LoginStatus=logged-in|logged-out
    MIDIPortConnectionState=closed|open|pending
    MIDIPortDeviceState=connected|disconnected
    MIDIPortType=input|output
    MediaDecodingType=file|media-source|webrtc
    MediaDeviceKind=audioinput|audiooutput|videoinput
    MediaEncodingType=record|webrtc
    MediaKeyMessageType=individualization-request|license-release|license-renewal|license-request
    MediaKeySessionClosedReason=closed-by-application|hardware-context-reset|internal-error|\
release-acknowledged|resource-evicted
    MediaKeySessionType=persistent-license|temporary
    MediaKeyStatus=expired|internal-error|output-downscaled|output-restricted|released|\
status-pending|usable|usable-in-future
    MediaKeysRequirement=not-allowed|optional|required
    MediaSessionAction=nexttrack|pause|play|previoustrack|seekbackward|seekforward|seekto|skipad|\
stop
    MediaSessionPlaybackState=none|paused|playing
    MediaStreamTrackState=ended|live
    MutationRecordType=attributes|characterData|childList
    NavigationTimingType=back_forward|navigate|prerender|reload
    NavigationType=push|reload|replace|traverse
    NotificationDirection=auto|ltr|rtl
    NotificationPermission=default|denied|granted
    OffscreenRenderingContextId=2d|bitmaprenderer|webgl|webgl2|webgpu
    OpusBitstreamFormat=ogg|opus
    OrientationType=landscape-primary|landscape-secondary|portrait-primary|portrait-secondary
    OscillatorType=custom|sawtooth|sine|square|triangle
    OverSampleType=2x|4x|none
    PanningModelType=HRTF|equalpower
    PaymentComplete=fail|success|unknown
    PaymentShippingType=delivery|pickup|shipping
    PermissionName=camera|geolocation|microphone|midi|notifications|persistent-storage|push|\
screen-wake-lock|storage-access
    PermissionState=denied|granted|prompt
    PlaybackDirection=alternate|alternate-reverse|normal|reverse
    PositionAlignSetting=auto|center|line-left|line-right
    PredefinedColorSpace=display-p3|srgb
    PremultiplyAlpha=default|none|premultiply
    PresentationStyle=attachment|inline|unspecified
    PublicKeyCredentialType=public-key
    PushEncryptionKeyName=auth|p256dh
    RTCBundlePolicy=balanced|max-bundle|max-compat
    RTCDataChannelState=closed|closing|connecting|open
    RTCDegradationPreference=balanced|maintain-framerate|maintain-resolution
    RTCDtlsRole=client|server|unknown
    RTCDtlsTransportState=closed|connected|connecting|failed|new
    RTCEncodedVideoFrameType=delta|empty|key
    RTCErrorDetailType=data-channel-failure|dtls-failure|fingerprint-failure|\
hardware-encoder-error|hardware-encoder-not-available|sctp-failure|sdp-syntax-error
    RTCIceCandidateType=host|prflx|relay|srflx
    RTCIceComponent=rtcp|rtp
    RTCIceConnectionState=checking|closed|completed|connected|disconnected|failed|new
    RTCIceGathererState=complete|gathering|new
    RTCIceGatheringState=complete|gathering|new
    RTCIceProtocol=tcp|udp
    RTCIceRole=controlled|controlling|unknown
    RTCIceTcpCandidateType=active|passive|so
    RTCIceTransportPolicy=all|relay
    RTCIceTransportState=checking|closed|completed|connected|disconnected|failed|new
    RTCPeerConnectionState=closed|connected|connecting|disconnected|failed|new
    RTCPriorityType=high|low|medium|very-low
    RTCQualityLimitationReason=bandwidth|cpu|none|other
    RTCRtcpMuxPolicy=require
    RTCRtpTransceiverDirection=inactive|recvonly|sendonly|sendrecv|stopped
    RTCSctpTransportState=closed|connected|connecting
    RTCSdpType=answer|offer|pranswer|rollback
    RTCSignalingState=closed|have-local-offer|have-local-pranswer|have-remote-offer|\
have-remote-pranswer|stable
    RTCStatsIceCandidatePairState=failed|frozen|in-progress|inprogress|succeeded|waiting
    RTCStatsType=candidate-pair|certificate|codec|data-channel|inbound-rtp|local-candidate|\
media-playout|media-source|outbound-rtp|peer-connection|remote-candidate|remote-inbound-rtp|\
remote-outbound-rtp|transport
    ReadableStreamReaderMode=byob
    ReadableStreamType=bytes
    ReadyState=closed|ended|open
    RecordingState=inactive|paused|recording
    RedEyeReduction=always|controllable|never
    ReferrerPolicy=|no-referrer|no-referrer-when-downgrade|origin|origin-when-cross-origin|\
same-origin|strict-origin|strict-origin-when-cross-origin|unsafe-url
    RemotePlaybackState=connected|connecting|disconnected
    RequestCache=default|force-cache|no-cache|no-store|only-if-cached|reload
    RequestCredentials=include|omit|same-origin
    RequestDestination=|audio|audioworklet|document|embed|font|frame|iframe|image|manifest|object|\
paintworklet|report|script|sharedworker|style|track|video|worker|xslt
    RequestMode=cors|navigate|no-cors|same-origin
    RequestPriority=auto|high|low
    RequestRedirect=error|follow|manual
    ResidentKeyRequirement=discouraged|preferred|required
    ResizeObserverBoxOptions=border-box|content-box|device-pixel-content-box
    ResizeQuality=high|low|medium|pixelated
    ResponseType=basic|cors|default|error|opaque|opaqueredirect
    ScrollBehavior=auto|instant|smooth
    ScrollLogicalPosition=center|end|nearest|start
    ScrollRestoration=auto|manual
    ScrollSetting=|up
    SecurityPolicyViolationEventDisposition=enforce|report
    SelectionMode=end|preserve|select|start
    ServiceWorkerState=activated|activating|installed|installing|parsed|redundant
    ServiceWorkerUpdateViaCache=all|imports|none
    ShadowRootMode=closed|open
    SlotAssignmentMode=manual|named
    SpeechSynthesisErrorCode=audio-busy|audio-hardware|canceled|interrupted|invalid-argument|\
language-unavailable|network|not-allowed|synthesis-failed|synthesis-unavailable|text-too-long|\
voice-unavailable
    TextTrackKind=captions|chapters|descriptions|metadata|subtitles
    TextTrackMode=disabled|hidden|showing
    TouchType=direct|stylus
    TransferFunction=hlg|pq|srgb
    UserVerificationRequirement=discouraged|preferred|required
    VideoColorPrimaries=bt470bg|bt709|smpte170m
    VideoEncoderBitrateMode=constant|quantizer|variable
    VideoFacingModeEnum=environment|left|right|user
    VideoMatrixCoefficients=bt470bg|bt709|rgb|smpte170m
    VideoPixelFormat=BGRA|BGRX|I420|I420A|I422|I444|NV12|RGBA|RGBX
    VideoTransferCharacteristics=bt709|iec61966-2-1|smpte170m
    WakeLockType=screen
    WebGLPowerPreference=default|high-performance|low-power
    WebTransportCongestionControl=default|low-latency|throughput
    WebTransportErrorSource=session|stream
    WorkerType=classic|module
    WriteCommandType=seek|truncate|write
    XMLHttpRequestResponseType=|arraybuffer|blob|document|json|text
""".split()

TEXTS: Final = {
    name: tuple(texts.split("|")) for name, _, texts in (entry.partition("=") for entry in _ENTRIES)
}
"""The literal texts of a name."""
