"""The interfaces that those of the library extend.

They are those of TypeScript 5.9's `lib.dom` and `lib.esnext`; a test compares them. The module is
only loaded where a member of the library is asked for.
"""

from __future__ import annotations

from typing import Final

__all__ = ["BASES"]

_ENTRIES: Final = """
    AbortSignal=EventTarget ; AddEventListenerOptions=EventListenerOptions ;
    AesCbcParams=Algorithm ; AesCtrParams=Algorithm ; AesDerivedKeyParams=Algorithm ;
    AesGcmParams=Algorithm ; AesKeyAlgorithm=KeyAlgorithm ; AesKeyGenParams=Algorithm ;
    AggregateError=Error ; AnalyserNode=AudioNode ; AnalyserOptions=AudioNodeOptions ;
    Animation=EventTarget ; AnimationEvent=Event ; AnimationEventInit=EventInit ;
    AnimationPlaybackEvent=Event ; AnimationPlaybackEventInit=EventInit ;
    ArrayIterator=IteratorObject ; AsyncGenerator=AsyncIteratorObject ;
    AsyncIterableIterator=AsyncIterator ; AsyncIteratorObject=AsyncIterator ; Attr=Node ;
    AudioBufferSourceNode=AudioScheduledSourceNode ; AudioContext=BaseAudioContext ;
    AudioDecoder=EventTarget ; AudioDestinationNode=AudioNode ; AudioEncoder=EventTarget ;
    AudioNode=EventTarget ; AudioParamMap=ReadonlyMap ; AudioProcessingEvent=Event ;
    AudioProcessingEventInit=EventInit ; AudioScheduledSourceNode=AudioNode ;
    AudioWorklet=Worklet ; AudioWorkletNode=AudioNode ;
    AudioWorkletNodeOptions=AudioNodeOptions ; BaseAudioContext=EventTarget ;
    BeforeUnloadEvent=Event ; BiquadFilterNode=AudioNode ; BiquadFilterOptions=AudioNodeOptions
    ; BlobEvent=Event ; BlobEventInit=EventInit ; BroadcastChannel=EventTarget ;
    ByteLengthQueuingStrategy=QueuingStrategy ; CDATASection=Text ;
    CSPViolationReportBody=ReportBody ; CSSAnimation=Animation ;
    CSSConditionRule=CSSGroupingRule ; CSSContainerRule=CSSConditionRule ;
    CSSCounterStyleRule=CSSRule ; CSSFontFaceRule=CSSRule ; CSSFontFeatureValuesRule=CSSRule ;
    CSSFontPaletteValuesRule=CSSRule ; CSSGroupingRule=CSSRule ; CSSImageValue=CSSStyleValue ;
    CSSImportRule=CSSRule ; CSSKeyframeRule=CSSRule ; CSSKeyframesRule=CSSRule ;
    CSSKeywordValue=CSSStyleValue ; CSSLayerBlockRule=CSSGroupingRule ;
    CSSLayerStatementRule=CSSRule ; CSSMathClamp=CSSMathValue ; CSSMathInvert=CSSMathValue ;
    CSSMathMax=CSSMathValue ; CSSMathMin=CSSMathValue ; CSSMathNegate=CSSMathValue ;
    CSSMathProduct=CSSMathValue ; CSSMathSum=CSSMathValue ; CSSMathValue=CSSNumericValue ;
    CSSMatrixComponent=CSSTransformComponent ; CSSMediaRule=CSSConditionRule ;
    CSSNamespaceRule=CSSRule ; CSSNestedDeclarations=CSSRule ; CSSNumericValue=CSSStyleValue ;
    CSSPageRule=CSSGroupingRule ; CSSPerspective=CSSTransformComponent ;
    CSSPropertyRule=CSSRule ; CSSRotate=CSSTransformComponent ; CSSScale=CSSTransformComponent
    ; CSSScopeRule=CSSGroupingRule ; CSSSkew=CSSTransformComponent ;
    CSSSkewX=CSSTransformComponent ; CSSSkewY=CSSTransformComponent ;
    CSSStartingStyleRule=CSSGroupingRule ; CSSStyleRule=CSSGroupingRule ;
    CSSStyleSheet=StyleSheet ; CSSSupportsRule=CSSConditionRule ;
    CSSTransformValue=CSSStyleValue ; CSSTransition=Animation ;
    CSSTranslate=CSSTransformComponent ; CSSUnitValue=CSSNumericValue ;
    CSSUnparsedValue=CSSStyleValue ; CSSViewTransitionRule=CSSRule ; CallableFunction=Function
    ; CanvasCaptureMediaStreamTrack=MediaStreamTrack ;
    CanvasRenderingContext2D=CanvasCompositing CanvasDrawImage CanvasDrawPath
    CanvasFillStrokeStyles CanvasFilters CanvasImageData CanvasImageSmoothing CanvasPath
    CanvasPathDrawingStyles CanvasRect CanvasSettings CanvasShadowStyles CanvasState CanvasText
    CanvasTextDrawingStyles CanvasTransform CanvasUserInterface ; ChannelMergerNode=AudioNode ;
    ChannelMergerOptions=AudioNodeOptions ; ChannelSplitterNode=AudioNode ;
    ChannelSplitterOptions=AudioNodeOptions ; CharacterData=ChildNode Node ; ChildNode=Node ;
    ClientRect=DOMRect ; Clipboard=EventTarget ; ClipboardEvent=Event ;
    ClipboardEventInit=EventInit ; CloseEvent=Event ; CloseEventInit=EventInit ;
    Comment=CharacterData ; CompositionEvent=UIEvent ; CompositionEventInit=UIEventInit ;
    ComputedEffectTiming=EffectTiming ; ConstantSourceNode=AudioScheduledSourceNode ;
    ConstrainDoubleRange=DoubleRange ; ConstrainULongRange=ULongRange ;
    ContentVisibilityAutoStateChangeEvent=Event ;
    ContentVisibilityAutoStateChangeEventInit=EventInit ; ConvolverNode=AudioNode ;
    ConvolverOptions=AudioNodeOptions ; CookieChangeEvent=Event ;
    CookieChangeEventInit=EventInit ; CookieStore=EventTarget ;
    CountQueuingStrategy=QueuingStrategy ; CustomEvent=Event ; CustomEventInit=EventInit ;
    CustomStateSet=Set ; DOMException=Error ; DOMMatrix=DOMMatrixReadOnly ;
    DOMMatrixInit=DOMMatrix2DInit ; DOMPoint=DOMPointReadOnly ; DOMRect=DOMRectReadOnly ;
    DelayNode=AudioNode ; DelayOptions=AudioNodeOptions ; DeviceMotionEvent=Event ;
    DeviceMotionEventInit=EventInit ; DeviceOrientationEvent=Event ;
    DeviceOrientationEventInit=EventInit ; Document=DocumentOrShadowRoot GlobalEventHandlers
    Node NonElementParentNode ParentNode XPathEvaluatorBase ; DocumentFragment=Node
    NonElementParentNode ParentNode ; DocumentType=ChildNode Node ; DragEvent=MouseEvent ;
    DragEventInit=MouseEventInit ; DynamicsCompressorNode=AudioNode ;
    DynamicsCompressorOptions=AudioNodeOptions ; EcKeyAlgorithm=KeyAlgorithm ;
    EcKeyGenParams=Algorithm ; EcKeyImportParams=Algorithm ; EcdhKeyDeriveParams=Algorithm ;
    EcdsaParams=Algorithm ; Element=ARIAMixin Animatable ChildNode Node ParentNode ;
    ElementInternals=ARIAMixin ; ErrorEvent=Event ; ErrorEventInit=EventInit ; EvalError=Error
    ; EvalErrorConstructor=ErrorConstructor ; EventCounts=ReadonlyMap ;
    EventModifierInit=UIEventInit ; EventSource=EventTarget ; File=Blob ;
    FilePropertyBag=BlobPropertyBag ; FileReader=EventTarget ;
    FileSystemDirectoryEntry=FileSystemEntry ; FileSystemDirectoryHandle=FileSystemHandle ;
    FileSystemFileEntry=FileSystemEntry ; FileSystemFileHandle=FileSystemHandle ;
    FileSystemWritableFileStream=WritableStream ; FocusEvent=UIEvent ;
    FocusEventInit=UIEventInit ; FontFaceSet=EventTarget Set ; FontFaceSetLoadEvent=Event ;
    FontFaceSetLoadEventInit=EventInit ; FormDataEvent=Event ; FormDataEventInit=EventInit ;
    FormDataIterator=IteratorObject ; GainNode=AudioNode ; GainOptions=AudioNodeOptions ;
    GamepadEvent=Event ; GamepadEventInit=EventInit ; Generator=IteratorObject ;
    HTMLAnchorElement=HTMLElement HTMLHyperlinkElementUtils ; HTMLAreaElement=HTMLElement
    HTMLHyperlinkElementUtils ; HTMLAudioElement=HTMLMediaElement ; HTMLBRElement=HTMLElement ;
    HTMLBaseElement=HTMLElement ; HTMLBodyElement=HTMLElement WindowEventHandlers ;
    HTMLButtonElement=HTMLElement PopoverInvokerElement ; HTMLCanvasElement=HTMLElement ;
    HTMLCollection=HTMLCollectionBase ; HTMLCollectionOf=HTMLCollectionBase ;
    HTMLDListElement=HTMLElement ; HTMLDataElement=HTMLElement ;
    HTMLDataListElement=HTMLElement ; HTMLDetailsElement=HTMLElement ;
    HTMLDialogElement=HTMLElement ; HTMLDirectoryElement=HTMLElement ;
    HTMLDivElement=HTMLElement ; HTMLDocument=Document ; HTMLElement=Element
    ElementContentEditable GlobalEventHandlers HTMLOrSVGElement ; HTMLEmbedElement=HTMLElement
    ; HTMLFieldSetElement=HTMLElement ; HTMLFontElement=HTMLElement ;
    HTMLFormControlsCollection=HTMLCollectionBase ; HTMLFormElement=HTMLElement ;
    HTMLFrameElement=HTMLElement ; HTMLFrameSetElement=HTMLElement WindowEventHandlers ;
    HTMLHRElement=HTMLElement ; HTMLHeadElement=HTMLElement ; HTMLHeadingElement=HTMLElement ;
    HTMLHtmlElement=HTMLElement ; HTMLIFrameElement=HTMLElement ; HTMLImageElement=HTMLElement
    ; HTMLInputElement=HTMLElement PopoverInvokerElement ; HTMLLIElement=HTMLElement ;
    HTMLLabelElement=HTMLElement ; HTMLLegendElement=HTMLElement ; HTMLLinkElement=HTMLElement
    ; HTMLMapElement=HTMLElement ; HTMLMarqueeElement=HTMLElement ;
    HTMLMediaElement=HTMLElement ; HTMLMenuElement=HTMLElement ; HTMLMetaElement=HTMLElement ;
    HTMLMeterElement=HTMLElement ; HTMLModElement=HTMLElement ; HTMLOListElement=HTMLElement ;
    HTMLObjectElement=HTMLElement ; HTMLOptGroupElement=HTMLElement ;
    HTMLOptionElement=HTMLElement ; HTMLOptionsCollection=HTMLCollectionOf ;
    HTMLOutputElement=HTMLElement ; HTMLParagraphElement=HTMLElement ;
    HTMLParamElement=HTMLElement ; HTMLPictureElement=HTMLElement ; HTMLPreElement=HTMLElement
    ; HTMLProgressElement=HTMLElement ; HTMLQuoteElement=HTMLElement ;
    HTMLScriptElement=HTMLElement ; HTMLSelectElement=HTMLElement ; HTMLSlotElement=HTMLElement
    ; HTMLSourceElement=HTMLElement ; HTMLSpanElement=HTMLElement ;
    HTMLStyleElement=HTMLElement ; HTMLTableCaptionElement=HTMLElement ;
    HTMLTableCellElement=HTMLElement ; HTMLTableColElement=HTMLElement ;
    HTMLTableDataCellElement=HTMLTableCellElement ; HTMLTableElement=HTMLElement ;
    HTMLTableHeaderCellElement=HTMLTableCellElement ; HTMLTableRowElement=HTMLElement ;
    HTMLTableSectionElement=HTMLElement ; HTMLTemplateElement=HTMLElement ;
    HTMLTextAreaElement=HTMLElement ; HTMLTimeElement=HTMLElement ;
    HTMLTitleElement=HTMLElement ; HTMLTrackElement=HTMLElement ; HTMLUListElement=HTMLElement
    ; HTMLUnknownElement=HTMLElement ; HTMLVideoElement=HTMLMediaElement ;
    HashChangeEvent=Event ; HashChangeEventInit=EventInit ; HeadersIterator=IteratorObject ;
    Highlight=Set ; HighlightRegistry=Map ; HkdfParams=Algorithm ; HmacImportParams=Algorithm ;
    HmacKeyAlgorithm=KeyAlgorithm ; HmacKeyGenParams=Algorithm ; IDBCursorWithValue=IDBCursor ;
    IDBDatabase=EventTarget ; IDBOpenDBRequest=IDBRequest ; IDBRequest=EventTarget ;
    IDBTransaction=EventTarget ; IDBVersionChangeEvent=Event ;
    IDBVersionChangeEventInit=EventInit ; IIRFilterNode=AudioNode ;
    IIRFilterOptions=AudioNodeOptions ; InputDeviceInfo=MediaDeviceInfo ; InputEvent=UIEvent ;
    InputEventInit=UIEventInit ; IterableIterator=Iterator ; IteratorObject=Iterator ;
    KeyboardEvent=UIEvent ; KeyboardEventInit=EventModifierInit ;
    KeyframeAnimationOptions=KeyframeEffectOptions ; KeyframeEffect=AnimationEffect ;
    KeyframeEffectOptions=EffectTiming ; LargestContentfulPaint=PerformanceEntry ;
    MIDIAccess=EventTarget ; MIDIConnectionEvent=Event ; MIDIConnectionEventInit=EventInit ;
    MIDIInput=MIDIPort ; MIDIInputMap=ReadonlyMap ; MIDIMessageEvent=Event ;
    MIDIMessageEventInit=EventInit ; MIDIOutput=MIDIPort ; MIDIOutputMap=ReadonlyMap ;
    MIDIPort=EventTarget ; MapIterator=IteratorObject ; MathMLElement=Element
    GlobalEventHandlers HTMLOrSVGElement ; MediaCapabilitiesDecodingInfo=MediaCapabilitiesInfo
    ; MediaCapabilitiesEncodingInfo=MediaCapabilitiesInfo ; MediaDevices=EventTarget ;
    MediaElementAudioSourceNode=AudioNode ; MediaEncryptedEvent=Event ;
    MediaEncryptedEventInit=EventInit ; MediaKeyMessageEvent=Event ;
    MediaKeyMessageEventInit=EventInit ; MediaKeySession=EventTarget ;
    MediaKeyStatusMapIterator=IteratorObject ; MediaQueryList=EventTarget ;
    MediaQueryListEvent=Event ; MediaQueryListEventInit=EventInit ; MediaRecorder=EventTarget ;
    MediaSource=EventTarget ; MediaStream=EventTarget ;
    MediaStreamAudioDestinationNode=AudioNode ; MediaStreamAudioSourceNode=AudioNode ;
    MediaStreamTrack=EventTarget ; MediaStreamTrackEvent=Event ;
    MediaStreamTrackEventInit=EventInit ; MessageEvent=Event ; MessageEventInit=EventInit ;
    MessagePort=EventTarget MessageEventTarget ; MouseEvent=UIEvent ;
    MouseEventInit=EventModifierInit ; MultiCacheQueryOptions=CacheQueryOptions ;
    NavigationHistoryEntry=EventTarget ; Navigator=NavigatorAutomationInformation
    NavigatorBadge NavigatorConcurrentHardware NavigatorContentUtils NavigatorCookies
    NavigatorID NavigatorLanguage NavigatorOnLine NavigatorPlugins ; NewableFunction=Function ;
    Node=EventTarget ; NodeListOf=NodeList ; Notification=EventTarget ;
    OfflineAudioCompletionEvent=Event ; OfflineAudioCompletionEventInit=EventInit ;
    OfflineAudioContext=BaseAudioContext ; OffscreenCanvas=EventTarget ;
    OffscreenCanvasRenderingContext2D=CanvasCompositing CanvasDrawImage CanvasDrawPath
    CanvasFillStrokeStyles CanvasFilters CanvasImageData CanvasImageSmoothing CanvasPath
    CanvasPathDrawingStyles CanvasRect CanvasShadowStyles CanvasState CanvasText
    CanvasTextDrawingStyles CanvasTransform ; OscillatorNode=AudioScheduledSourceNode ;
    OscillatorOptions=AudioNodeOptions ; OverconstrainedError=DOMException ;
    PageRevealEvent=Event ; PageRevealEventInit=EventInit ; PageSwapEvent=Event ;
    PageSwapEventInit=EventInit ; PageTransitionEvent=Event ; PageTransitionEventInit=EventInit
    ; PannerNode=AudioNode ; PannerOptions=AudioNodeOptions ; ParentNode=Node ;
    Path2D=CanvasPath ; PaymentMethodChangeEvent=PaymentRequestUpdateEvent ;
    PaymentMethodChangeEventInit=PaymentRequestUpdateEventInit ; PaymentRequest=EventTarget ;
    PaymentRequestUpdateEvent=Event ; PaymentRequestUpdateEventInit=EventInit ;
    PaymentResponse=EventTarget ; Pbkdf2Params=Algorithm ; Performance=EventTarget ;
    PerformanceEventTiming=PerformanceEntry ; PerformanceMark=PerformanceEntry ;
    PerformanceMeasure=PerformanceEntry ; PerformanceNavigationTiming=PerformanceResourceTiming
    ; PerformancePaintTiming=PerformanceEntry ; PerformanceResourceTiming=PerformanceEntry ;
    PeriodicWaveOptions=PeriodicWaveConstraints ; PermissionStatus=EventTarget ;
    PictureInPictureEvent=Event ; PictureInPictureEventInit=EventInit ;
    PictureInPictureWindow=EventTarget ; PointerEvent=MouseEvent ;
    PointerEventInit=MouseEventInit ; PopStateEvent=Event ; PopStateEventInit=EventInit ;
    ProcessingInstruction=CharacterData ; ProgressEvent=Event ; ProgressEventInit=EventInit ;
    PromiseRejectionEvent=Event ; PromiseRejectionEventInit=EventInit ;
    PublicKeyCredential=Credential ; PublicKeyCredentialRpEntity=PublicKeyCredentialEntity ;
    PublicKeyCredentialUserEntity=PublicKeyCredentialEntity ; RTCDTMFSender=EventTarget ;
    RTCDTMFToneChangeEvent=Event ; RTCDTMFToneChangeEventInit=EventInit ;
    RTCDataChannel=EventTarget ; RTCDataChannelEvent=Event ; RTCDataChannelEventInit=EventInit
    ; RTCDtlsTransport=EventTarget ; RTCEncodedAudioFrameMetadata=RTCEncodedFrameMetadata ;
    RTCEncodedVideoFrameMetadata=RTCEncodedFrameMetadata ; RTCError=DOMException ;
    RTCErrorEvent=Event ; RTCErrorEventInit=EventInit ; RTCIceCandidatePairStats=RTCStats ;
    RTCIceTransport=EventTarget ; RTCInboundRtpStreamStats=RTCReceivedRtpStreamStats ;
    RTCLocalIceCandidateInit=RTCIceCandidateInit ;
    RTCOutboundRtpStreamStats=RTCSentRtpStreamStats ; RTCPeerConnection=EventTarget ;
    RTCPeerConnectionIceErrorEvent=Event ; RTCPeerConnectionIceErrorEventInit=EventInit ;
    RTCPeerConnectionIceEvent=Event ; RTCPeerConnectionIceEventInit=EventInit ;
    RTCReceivedRtpStreamStats=RTCRtpStreamStats ; RTCRtpCodecParameters=RTCRtpCodec ;
    RTCRtpEncodingParameters=RTCRtpCodingParameters ; RTCRtpStreamStats=RTCStats ;
    RTCRtpSynchronizationSource=RTCRtpContributingSource ; RTCSctpTransport=EventTarget ;
    RTCSentRtpStreamStats=RTCRtpStreamStats ; RTCStatsReport=ReadonlyMap ; RTCTrackEvent=Event
    ; RTCTrackEventInit=EventInit ; RTCTransportStats=RTCStats ; RadioNodeList=NodeListOf ;
    Range=AbstractRange ; RangeError=Error ; RangeErrorConstructor=ErrorConstructor ;
    ReadableStreamBYOBReader=ReadableStreamGenericReader ;
    ReadableStreamDefaultReader=ReadableStreamGenericReader ; ReferenceError=Error ;
    ReferenceErrorConstructor=ErrorConstructor ; RegExpExecArray=Array ;
    RegExpIndicesArray=Array ; RegExpMatchArray=Array ; RegExpStringIterator=IteratorObject ;
    RemotePlayback=EventTarget ; Request=Body ; Response=Body ; RsaHashedImportParams=Algorithm
    ; RsaHashedKeyAlgorithm=RsaKeyAlgorithm ; RsaHashedKeyGenParams=RsaKeyGenParams ;
    RsaKeyAlgorithm=KeyAlgorithm ; RsaKeyGenParams=Algorithm ; RsaOaepParams=Algorithm ;
    RsaPssParams=Algorithm ; SVGAElement=SVGGraphicsElement ;
    SVGAnimateElement=SVGAnimationElement ; SVGAnimateMotionElement=SVGAnimationElement ;
    SVGAnimateTransformElement=SVGAnimationElement ; SVGAnimationElement=SVGElement ;
    SVGCircleElement=SVGGeometryElement ; SVGClipPathElement=SVGElement ;
    SVGComponentTransferFunctionElement=SVGElement ; SVGDefsElement=SVGGraphicsElement ;
    SVGDescElement=SVGElement ; SVGElement=Element GlobalEventHandlers HTMLOrSVGElement ;
    SVGEllipseElement=SVGGeometryElement ; SVGFEBlendElement=SVGElement ;
    SVGFEColorMatrixElement=SVGElement ; SVGFEComponentTransferElement=SVGElement ;
    SVGFECompositeElement=SVGElement ; SVGFEConvolveMatrixElement=SVGElement ;
    SVGFEDiffuseLightingElement=SVGElement ; SVGFEDisplacementMapElement=SVGElement ;
    SVGFEDistantLightElement=SVGElement ; SVGFEDropShadowElement=SVGElement ;
    SVGFEFloodElement=SVGElement ; SVGFEFuncAElement=SVGComponentTransferFunctionElement ;
    SVGFEFuncBElement=SVGComponentTransferFunctionElement ;
    SVGFEFuncGElement=SVGComponentTransferFunctionElement ;
    SVGFEFuncRElement=SVGComponentTransferFunctionElement ; SVGFEGaussianBlurElement=SVGElement
    ; SVGFEImageElement=SVGElement ; SVGFEMergeElement=SVGElement ;
    SVGFEMergeNodeElement=SVGElement ; SVGFEMorphologyElement=SVGElement ;
    SVGFEOffsetElement=SVGElement ; SVGFEPointLightElement=SVGElement ;
    SVGFESpecularLightingElement=SVGElement ; SVGFESpotLightElement=SVGElement ;
    SVGFETileElement=SVGElement ; SVGFETurbulenceElement=SVGElement ;
    SVGFilterElement=SVGElement ; SVGForeignObjectElement=SVGGraphicsElement ;
    SVGGElement=SVGGraphicsElement ; SVGGeometryElement=SVGGraphicsElement ;
    SVGGradientElement=SVGElement ; SVGGraphicsElement=SVGElement ;
    SVGImageElement=SVGGraphicsElement ; SVGLineElement=SVGGeometryElement ;
    SVGLinearGradientElement=SVGGradientElement ; SVGMPathElement=SVGElement ;
    SVGMarkerElement=SVGElement ; SVGMaskElement=SVGElement ; SVGMetadataElement=SVGElement ;
    SVGPathElement=SVGGeometryElement ; SVGPatternElement=SVGElement ;
    SVGPolygonElement=SVGGeometryElement ; SVGPolylineElement=SVGGeometryElement ;
    SVGRadialGradientElement=SVGGradientElement ; SVGRectElement=SVGGeometryElement ;
    SVGSVGElement=SVGGraphicsElement WindowEventHandlers ; SVGScriptElement=SVGElement ;
    SVGSetElement=SVGAnimationElement ; SVGStopElement=SVGElement ; SVGStyleElement=SVGElement
    ; SVGSwitchElement=SVGGraphicsElement ; SVGSymbolElement=SVGElement ;
    SVGTSpanElement=SVGTextPositioningElement ; SVGTextContentElement=SVGGraphicsElement ;
    SVGTextElement=SVGTextPositioningElement ; SVGTextPathElement=SVGTextContentElement ;
    SVGTextPositioningElement=SVGTextContentElement ; SVGTitleElement=SVGElement ;
    SVGUseElement=SVGGraphicsElement ; SVGViewElement=SVGElement ;
    ScreenOrientation=EventTarget ; ScriptProcessorNode=AudioNode ;
    ScrollIntoViewOptions=ScrollOptions ; ScrollToOptions=ScrollOptions ;
    SecurityPolicyViolationEvent=Event ; SecurityPolicyViolationEventInit=EventInit ;
    ServiceWorker=AbstractWorker EventTarget ; ServiceWorkerContainer=EventTarget ;
    ServiceWorkerRegistration=EventTarget ; SetIterator=IteratorObject ;
    ShadowRoot=DocumentFragment DocumentOrShadowRoot ; SharedWorker=AbstractWorker EventTarget
    ; SourceBuffer=EventTarget ; SourceBufferList=EventTarget ; SpeechSynthesis=EventTarget ;
    SpeechSynthesisErrorEvent=SpeechSynthesisEvent ;
    SpeechSynthesisErrorEventInit=SpeechSynthesisEventInit ; SpeechSynthesisEvent=Event ;
    SpeechSynthesisEventInit=EventInit ; SpeechSynthesisUtterance=EventTarget ;
    StaticRange=AbstractRange ; StereoPannerNode=AudioNode ;
    StereoPannerOptions=AudioNodeOptions ; StorageEvent=Event ; StorageEventInit=EventInit ;
    StringIterator=IteratorObject ; StylePropertyMap=StylePropertyMapReadOnly ;
    StylePropertyMapReadOnlyIterator=IteratorObject ; SubmitEvent=Event ;
    SubmitEventInit=EventInit ; SuppressedError=Error ; SyntaxError=Error ;
    SyntaxErrorConstructor=ErrorConstructor ; TemplateStringsArray=ReadonlyArray ;
    Text=CharacterData ; TextDecoder=TextDecoderCommon ; TextDecoderStream=TextDecoderCommon ;
    TextEncoder=TextEncoderCommon ; TextEncoderStream=TextEncoderCommon ; TextEvent=UIEvent ;
    TextTrack=EventTarget ; TextTrackCue=EventTarget ; TextTrackList=EventTarget ;
    ToggleEvent=Event ; ToggleEventInit=EventInit ; TouchEvent=UIEvent ;
    TouchEventInit=EventModifierInit ; TrackEvent=Event ; TrackEventInit=EventInit ;
    TransitionEvent=Event ; TransitionEventInit=EventInit ; TypeError=Error ;
    TypeErrorConstructor=ErrorConstructor ; UIEvent=Event ; UIEventInit=EventInit ;
    URIError=Error ; URIErrorConstructor=ErrorConstructor ;
    URLSearchParamsIterator=IteratorObject ; VTTCue=TextTrackCue ; VideoDecoder=EventTarget ;
    VideoEncoder=EventTarget ; ViewTransitionTypeSet=Set ; VisualViewport=EventTarget ;
    WakeLockSentinel=EventTarget ; WaveShaperNode=AudioNode ;
    WaveShaperOptions=AudioNodeOptions ; WebGL2RenderingContext=WebGL2RenderingContextBase
    WebGL2RenderingContextOverloads WebGLRenderingContextBase ; WebGLContextEvent=Event ;
    WebGLContextEventInit=EventInit ; WebGLRenderingContext=WebGLRenderingContextBase
    WebGLRenderingContextOverloads ; WebSocket=EventTarget ; WebTransportError=DOMException ;
    WebTransportSendStreamOptions=WebTransportSendOptions ; WheelEvent=MouseEvent ;
    WheelEventInit=MouseEventInit ; Window=AnimationFrameProvider EventTarget
    GlobalEventHandlers WindowEventHandlers WindowOrWorkerGlobalScope ; Worker=AbstractWorker
    EventTarget MessageEventTarget ; XMLDocument=Document ;
    XMLHttpRequest=XMLHttpRequestEventTarget ; XMLHttpRequestEventTarget=EventTarget ;
    XMLHttpRequestUpload=XMLHttpRequestEventTarget ; XPathEvaluator=XPathEvaluatorBase
"""

BASES: Final = {
    " ".join(name.split()): tuple(words.split())
    for name, _, words in (entry.partition("=") for entry in _ENTRIES.split(";"))
}
"""The bases of an interface, in the order of their names."""
