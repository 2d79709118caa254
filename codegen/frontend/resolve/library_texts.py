"""The members of the library's interfaces that are one of some texts: `RequestInit['cache']`.

They are those of TypeScript 5.9's `lib.dom` and `lib.esnext`; a test compares them. The module is
only loaded where a member of the library is asked for.
"""

from __future__ import annotations

from typing import Final

__all__ = ["CHOICES"]

_ENTRIES: Final = """
    Animation: playState=AnimationPlayState replaceState=AnimationReplaceState ; AudioData:
    format~=AudioSampleFormat ; AudioDataCopyToOptions: format?=AudioSampleFormat ;
    AudioDataInit: format=AudioSampleFormat ; AudioDecoder: state=CodecState ; AudioEncoder:
    state=CodecState ; AudioEncoderConfig: bitrateMode?=BitrateMode ; AudioNode:
    channelCountMode=ChannelCountMode channelInterpretation=ChannelInterpretation ;
    AudioNodeOptions: channelCountMode?=ChannelCountMode
    channelInterpretation?=ChannelInterpretation ; AudioParam: automationRate=AutomationRate ;
    AuthenticatorSelectionCriteria: authenticatorAttachment?=AuthenticatorAttachment
    residentKey?=ResidentKeyRequirement userVerification?=ResidentKeyRequirement ;
    AvcEncoderConfig: format?=AvcBitstreamFormat ; BaseAudioContext: state=AudioContextState ;
    BiquadFilterNode: type=BiquadFilterType ; BiquadFilterOptions: type?=BiquadFilterType ;
    BlobPropertyBag: endings?=EndingType ; CSPViolationReportBody:
    disposition=SecurityPolicyViolationEventDisposition ; CSSMathValue: operator=CSSMathOperator
    ; CSSNumericType: percentHint?=CSSNumericBaseType ; CanvasCompositing:
    globalCompositeOperation=GlobalCompositeOperation ; CanvasImageSmoothing:
    imageSmoothingQuality=ImageSmoothingQuality ; CanvasPathDrawingStyles: lineCap=CanvasLineCap
    lineJoin=CanvasLineJoin ; CanvasRenderingContext2DSettings: colorSpace?=PredefinedColorSpace
    ; CanvasTextDrawingStyles: direction=CanvasDirection fontKerning=CanvasFontKerning
    fontStretch=CanvasFontStretch fontVariantCaps=CanvasFontVariantCaps textAlign=AlignSetting
    textBaseline=CanvasTextBaseline textRendering=CanvasTextRendering ;
    ClassAccessorDecoratorContext: kind=accessor ; ClassDecoratorContext: kind=class ;
    ClassFieldDecoratorContext: kind=field ; ClassGetterDecoratorContext: kind=getter ;
    ClassMethodDecoratorContext: kind=method ; ClassSetterDecoratorContext: kind=setter ;
    ClientQueryOptions: type?=ClientTypes ; ClipboardItem: presentationStyle=PresentationStyle ;
    ClipboardItemOptions: presentationStyle?=PresentationStyle ; ComputedKeyframe:
    composite=CompositeOperationOrAuto ; CookieInit: sameSite?=CookieSameSite ;
    CredentialRequestOptions: mediation?=CredentialMediationRequirement ; CryptoKey:
    type=KeyType ; DataTransfer: dropEffect=copy|link|move|none
    effectAllowed=all|copy|copyLink|copyMove|link|linkMove|move|none|uninitialized ; Document:
    readyState=DocumentReadyState visibilityState=DocumentVisibilityState ; EffectTiming:
    direction?=PlaybackDirection fill?=FillMode ; EncodedAudioChunk: type=EncodedAudioChunkType
    ; EncodedAudioChunkInit: type=EncodedAudioChunkType ; EncodedVideoChunk:
    type=EncodedAudioChunkType ; EncodedVideoChunkInit: type=EncodedAudioChunkType ;
    FileSystemDirectoryHandle: kind=directory ; FileSystemFileHandle: kind=file ;
    FileSystemHandle: kind=FileSystemHandleKind ; FontFace: display=FontDisplay
    status=FontFaceLoadStatus ; FontFaceDescriptors: display?=FontDisplay ; FontFaceSet:
    status=FontFaceSetLoadStatus ; FullscreenOptions: navigationUI?=FullscreenNavigationUI ;
    Gamepad: mapping=GamepadMappingType ; HTMLButtonElement: type=button|reset|submit ;
    HTMLFormElement: autocomplete=AutoFillBase ; HTMLIFrameElement: loading=eager|lazy
    referrerPolicy=ReferrerPolicy ; HTMLImageElement: decoding=async|auto|sync
    fetchPriority=RequestPriority loading=eager|lazy ; HTMLInputElement:
    selectionDirection~=backward|forward|none ; HTMLLinkElement: fetchPriority=RequestPriority ;
    HTMLMediaElement: preload=|auto|metadata|none ; HTMLScriptElement:
    fetchPriority=RequestPriority ; HTMLSelectElement: type=select-multiple|select-one ;
    HTMLTextAreaElement: selectionDirection=backward|forward|none ; Highlight:
    type=HighlightType ; History: scrollRestoration=ScrollRestoration ; IDBCursor:
    direction=IDBCursorDirection ; IDBRequest: readyState=IDBRequestReadyState ; IDBTransaction:
    durability=IDBTransactionDurability mode=IDBTransactionMode ; IDBTransactionOptions:
    durability?=IDBTransactionDurability ; ImageBitmapOptions:
    colorSpaceConversion?=ColorSpaceConversion imageOrientation?=ImageOrientation
    premultiplyAlpha?=PremultiplyAlpha resizeQuality?=ResizeQuality ; ImageData:
    colorSpace=PredefinedColorSpace ; ImageDataSettings: colorSpace?=PredefinedColorSpace ;
    ImageDecoderInit: colorSpaceConversion?=ColorSpaceConversion ; Keyframe:
    composite?=CompositeOperationOrAuto ; KeyframeEffect: composite=CompositeOperation
    iterationComposite=IterationCompositeOperation ; KeyframeEffectOptions:
    composite?=CompositeOperation iterationComposite?=IterationCompositeOperation ; Lock:
    mode=LockMode ; LockInfo: mode?=LockMode ; LockOptions: mode?=LockMode ; MIDIPort:
    connection=MIDIPortConnectionState state=MIDIPortDeviceState type=MIDIPortType ;
    MediaCapabilitiesKeySystemConfiguration: distinctiveIdentifier?=MediaKeysRequirement
    persistentState?=MediaKeysRequirement ; MediaDecodingConfiguration: type=MediaDecodingType ;
    MediaDeviceInfo: kind=MediaDeviceKind ; MediaEncodingConfiguration: type=MediaEncodingType ;
    MediaKeyMessageEvent: messageType=MediaKeyMessageType ; MediaKeyMessageEventInit:
    messageType=MediaKeyMessageType ; MediaKeySystemConfiguration:
    distinctiveIdentifier?=MediaKeysRequirement persistentState?=MediaKeysRequirement ;
    MediaRecorder: state=RecordingState ; MediaSession: playbackState=MediaSessionPlaybackState
    ; MediaSessionActionDetails: action=MediaSessionAction ; MediaSource: readyState=ReadyState
    ; MediaStreamTrack: readyState=MediaStreamTrackState ; MutationRecord:
    type=MutationRecordType ; NavigationActivation: navigationType=NavigationType ;
    Notification: dir=NotificationDirection ; NotificationOptions: dir?=NotificationDirection ;
    OptionalEffectTiming: direction?=PlaybackDirection fill?=FillMode ; OpusEncoderConfig:
    format?=OpusBitstreamFormat ; OscillatorNode: type=OscillatorType ; OscillatorOptions:
    type?=OscillatorType ; PannerNode: distanceModel=DistanceModelType
    panningModel=PanningModelType ; PannerOptions: distanceModel?=DistanceModelType
    panningModel?=PanningModelType ; PaymentOptions: shippingType?=PaymentShippingType ;
    PaymentRequest: shippingType~=PaymentShippingType ; PerformanceNavigationTiming:
    type=NavigationTimingType ; PermissionDescriptor: name=PermissionName ; PermissionStatus:
    state=PermissionState ; PhotoCapabilities: redEyeReduction?=RedEyeReduction ; PhotoSettings:
    fillLightMode?=FillLightMode ; PromiseFulfilledResult: status=fulfilled ;
    PromiseRejectedResult: status=rejected ; PublicKeyCredentialCreationOptions:
    attestation?=AttestationConveyancePreference ; PublicKeyCredentialDescriptor:
    type=PublicKeyCredentialType ; PublicKeyCredentialParameters: type=PublicKeyCredentialType ;
    PublicKeyCredentialRequestOptions: userVerification?=ResidentKeyRequirement ;
    RTCConfiguration: bundlePolicy?=RTCBundlePolicy iceTransportPolicy?=RTCIceTransportPolicy
    rtcpMuxPolicy?=RTCRtcpMuxPolicy ; RTCDataChannel: binaryType=BinaryType
    readyState=RTCDataChannelState ; RTCDtlsTransport: state=RTCDtlsTransportState ;
    RTCEncodedVideoFrame: type=RTCEncodedVideoFrameType ; RTCError:
    errorDetail=RTCErrorDetailType ; RTCErrorInit: errorDetail=RTCErrorDetailType ;
    RTCIceCandidate: component~=RTCIceComponent protocol~=RTCIceProtocol
    tcpType~=RTCIceTcpCandidateType type~=RTCIceCandidateType ; RTCIceCandidatePairStats:
    state=RTCStatsIceCandidatePairState ; RTCIceTransport: gatheringState=RTCIceGathererState
    state=RTCIceConnectionState ; RTCLocalSessionDescriptionInit: type?=RTCSdpType ;
    RTCOutboundRtpStreamStats: qualityLimitationReason?=RTCQualityLimitationReason ;
    RTCPeerConnection: connectionState=RTCPeerConnectionState
    iceConnectionState=RTCIceConnectionState iceGatheringState=RTCIceGathererState
    signalingState=RTCSignalingState ; RTCRtpEncodingParameters:
    networkPriority?=RTCPriorityType priority?=RTCPriorityType ; RTCRtpSendParameters:
    degradationPreference?=RTCDegradationPreference ; RTCRtpTransceiver:
    currentDirection~=RTCRtpTransceiverDirection direction=RTCRtpTransceiverDirection ;
    RTCRtpTransceiverInit: direction?=RTCRtpTransceiverDirection ; RTCSctpTransport:
    state=RTCSctpTransportState ; RTCSessionDescription: type=RTCSdpType ;
    RTCSessionDescriptionInit: type=RTCSdpType ; RTCStats: type=RTCStatsType ;
    RTCTransportStats: dtlsRole?=RTCDtlsRole dtlsState=RTCDtlsTransportState iceRole?=RTCIceRole
    iceState?=RTCIceConnectionState ; ReadableStreamGetReaderOptions:
    mode?=ReadableStreamReaderMode ; RegistrationOptions: type?=WorkerType
    updateViaCache?=ServiceWorkerUpdateViaCache ; RemotePlayback: state=RemotePlaybackState ;
    Request: cache=RequestCache credentials=RequestCredentials destination=RequestDestination
    mode=RequestMode redirect=RequestRedirect referrerPolicy=ReferrerPolicy ; RequestInit:
    cache?=RequestCache credentials?=RequestCredentials mode?=RequestMode
    priority?=RequestPriority redirect?=RequestRedirect referrerPolicy?=ReferrerPolicy ;
    ResizeObserverOptions: box?=ResizeObserverBoxOptions ; Response: type=ResponseType ;
    ScreenOrientation: type=OrientationType ; ScrollIntoViewOptions:
    block?=ScrollLogicalPosition inline?=ScrollLogicalPosition ; ScrollOptions:
    behavior?=ScrollBehavior ; SecurityPolicyViolationEvent:
    disposition=SecurityPolicyViolationEventDisposition ; SecurityPolicyViolationEventInit:
    disposition?=SecurityPolicyViolationEventDisposition ; ServiceWorker:
    state=ServiceWorkerState ; ServiceWorkerRegistration:
    updateViaCache=ServiceWorkerUpdateViaCache ; ShadowRoot: mode=ShadowRootMode
    slotAssignment=SlotAssignmentMode ; ShadowRootInit: mode=ShadowRootMode
    slotAssignment?=SlotAssignmentMode ; SourceBuffer: mode=AppendMode ;
    SpeechSynthesisErrorEvent: error=SpeechSynthesisErrorCode ; SpeechSynthesisErrorEventInit:
    error=SpeechSynthesisErrorCode ; TextTrack: kind=TextTrackKind mode=TextTrackMode ;
    TouchInit: touchType?=TouchType ; UnderlyingByteSource: type=ReadableStreamType ;
    UnderlyingSource: type?=ReadableStreamType ; VTTCue: align=AlignSetting
    lineAlign=LineAlignSetting positionAlign=PositionAlignSetting vertical=DirectionSetting ;
    VTTRegion: scroll=ScrollSetting ; VideoColorSpace: matrix~=VideoMatrixCoefficients
    primaries~=VideoColorPrimaries transfer~=VideoTransferCharacteristics ; VideoColorSpaceInit:
    matrix~?=VideoMatrixCoefficients primaries~?=VideoColorPrimaries
    transfer~?=VideoTransferCharacteristics ; VideoConfiguration: colorGamut?=ColorGamut
    hdrMetadataType?=HdrMetadataType transferFunction?=TransferFunction ; VideoDecoder:
    state=CodecState ; VideoDecoderConfig: hardwareAcceleration?=HardwareAcceleration ;
    VideoEncoder: state=CodecState ; VideoEncoderConfig: alpha?=AlphaOption
    bitrateMode?=VideoEncoderBitrateMode hardwareAcceleration?=HardwareAcceleration
    latencyMode?=LatencyMode ; VideoFrame: format~=VideoPixelFormat ; VideoFrameBufferInit:
    format=VideoPixelFormat ; VideoFrameCopyToOptions: colorSpace?=PredefinedColorSpace
    format?=VideoPixelFormat ; VideoFrameInit: alpha?=AlphaOption ; WakeLockSentinel:
    type=WakeLockType ; WaveShaperNode: oversample=OverSampleType ; WaveShaperOptions:
    oversample?=OverSampleType ; WebGLContextAttributes: powerPreference?=WebGLPowerPreference ;
    WebGLRenderingContextBase: drawingBufferColorSpace=PredefinedColorSpace
    unpackColorSpace=PredefinedColorSpace ; WebSocket: binaryType=BinaryType ;
    WebTransportError: source=WebTransportErrorSource ; WebTransportErrorOptions:
    source?=WebTransportErrorSource ; WebTransportOptions:
    congestionControl?=WebTransportCongestionControl ; WorkerOptions:
    credentials?=RequestCredentials type?=WorkerType ; WorkletOptions:
    credentials?=RequestCredentials ; WriteParams: type=WriteCommandType ; XMLHttpRequest:
    responseType=XMLHttpRequestResponseType ; typeof Notification:
    permission=NotificationPermission
"""

CHOICES: Final = {
    " ".join(name.split()): tuple(words.split())
    for name, _, words in (entry.partition(":") for entry in _ENTRIES.split(";"))
}
"""The members of an interface, with their types: a name of `TEXTS`, or the texts.

`~` at the end of a member says that it may be null, and `?` that it may be absent.
"""
