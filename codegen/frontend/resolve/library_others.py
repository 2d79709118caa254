"""The names of all other members of the library's interfaces: `RequestInit['body']`.

What they are is not known, but that there are no more. They are those of TypeScript 5.9's `lib.dom`
and `lib.esnext`; a test compares them. The module is only loaded where a member of the library is
asked for.
"""

from __future__ import annotations

from typing import Final

__all__ = ["OTHERS"]

_ENTRIES: Final = """
    ARIAMixin=ariaActiveDescendantElement ariaControlsElements ariaDescribedByElements
    ariaDetailsElements ariaErrorMessageElements ariaFlowToElements ariaLabelledByElements
    ariaOwnsElements ; AbortController=signal ; AbortSignal=reason ; AbstractRange=endContainer
    startContainer ; AddEventListenerOptions=signal ; AesCbcParams=iv ; AesCtrParams=counter ;
    AesGcmParams=additionalData iv ; AggregateError=errors ; AggregateErrorConstructor=() prototype
    ; Animation=currentTime effect finished ready startTime timeline ;
    AnimationPlaybackEvent=currentTime timelineTime ; AnimationPlaybackEventInit=currentTime
    timelineTime ; AnimationTimeline=currentTime ; Array=[number] ; ArrayBufferConstructor=()
    prototype ; ArrayBufferTypes=ArrayBuffer SharedArrayBuffer ; ArrayBufferView=buffer ;
    ArrayConstructor=() prototype ; ArrayLike=[number] ; AsyncDisposable= ;
    AsyncDisposableStackConstructor=() prototype ; AsyncGeneratorFunction=() prototype ;
    AsyncGeneratorFunctionConstructor=() prototype ; AsyncIterable= ; Attr=ownerElement ;
    AudioBufferSourceNode=buffer detune playbackRate ; AudioBufferSourceOptions=buffer ;
    AudioContextOptions=latencyHint ; AudioDataInit=data transfer ; AudioDataOutputCallback=() ;
    AudioDecoderConfig=description ; AudioDecoderSupport=config ; AudioEncoderConfig=opus ;
    AudioEncoderSupport=config ; AudioListener=forwardX forwardY forwardZ positionX positionY
    positionZ upX upY upZ ; AudioNode=context ; AudioProcessingEvent=inputBuffer outputBuffer ;
    AudioProcessingEventInit=inputBuffer outputBuffer ; AudioWorkletNode=parameters port ;
    AudioWorkletNodeOptions=outputChannelCount parameterData processorOptions ;
    AuthenticationExtensionsClientInputs=largeBlob prf ;
    AuthenticationExtensionsClientInputsJSON=largeBlob prf ;
    AuthenticationExtensionsClientOutputs=credProps largeBlob prf ;
    AuthenticationExtensionsLargeBlobInputs=write ; AuthenticationExtensionsLargeBlobOutputs=blob ;
    AuthenticationExtensionsPRFInputs=eval evalByCredential ;
    AuthenticationExtensionsPRFInputsJSON=eval evalByCredential ;
    AuthenticationExtensionsPRFOutputs=results ; AuthenticationExtensionsPRFValues=first second ;
    AuthenticatorAssertionResponse=authenticatorData clientDataJSON signature userHandle ;
    AuthenticatorAttestationResponse=attestationObject clientDataJSON ;
    AuthenticatorResponse=clientDataJSON ; BaseAudioContext=audioWorklet destination listener ;
    BeforeUnloadEvent=returnValue ; BigInt64Array=[number] buffer ; BigInt64ArrayConstructor=()
    prototype ; BigIntConstructor=() prototype ; BigIntToLocaleStringOptions=maximumFractionDigits
    maximumSignificantDigits minimumFractionDigits minimumIntegerDigits minimumSignificantDigits ;
    BigUint64Array=[number] buffer ; BigUint64ArrayConstructor=() prototype ; BiquadFilterNode=Q
    detune frequency gain ; BlobCallback=() ; BlobEvent=data ; BlobEventInit=data ; Body=body ;
    BooleanConstructor=() prototype ; CSSFontFaceRule=style ; CSSGroupingRule=cssRules ;
    CSSImportRule=media styleSheet ; CSSKeyframeRule=style ; CSSKeyframesRule=[number] cssRules ;
    CSSLayerStatementRule=nameList ; CSSMathClamp=lower upper value ; CSSMathInvert=value ;
    CSSMathMax=values ; CSSMathMin=values ; CSSMathNegate=value ; CSSMathProduct=values ;
    CSSMathSum=values ; CSSMatrixComponent=matrix ; CSSMediaRule=media ; CSSNestedDeclarations=style
    ; CSSNumericArray=[number] ; CSSPageRule=style ; CSSPerspective=length ; CSSRotate=angle x y z ;
    CSSRule=parentRule parentStyleSheet ; CSSRuleList=[number] ; CSSScale=x y z ; CSSSkew=ax ay ;
    CSSSkewX=ax ; CSSSkewY=ay ; CSSStyleDeclaration=[number] parentRule ; CSSStyleRule=style
    styleMap ; CSSStyleSheet=cssRules ownerRule rules ; CSSStyleSheetInit=media ;
    CSSTransformValue=[number] ; CSSTranslate=x y z ; CSSUnparsedValue=[number] ;
    CSSVariableReferenceValue=fallback ; CSSViewTransitionRule=types ;
    CanvasCaptureMediaStreamTrack=canvas ; CanvasFillStrokeStyles=fillStyle strokeStyle ;
    CanvasRenderingContext2D=canvas ; CaretPosition=offsetNode ;
    CaretPositionFromPointOptions=shadowRoots ; CharacterData=nextElementSibling
    previousElementSibling ; ClassAccessorDecoratorContext=access metadata name ;
    ClassDecoratorContext=metadata ; ClassFieldDecoratorContext=access metadata name ;
    ClassGetterDecoratorContext=access metadata name ; ClassMethodDecoratorContext=access metadata
    name ; ClassSetterDecoratorContext=access metadata name ; ClipboardEvent=clipboardData ;
    ClipboardEventInit=clipboardData ; ClipboardItem=types ; CompressionStream=readable writable ;
    ComputedEffectTiming=activeDuration endTime localTime startTime ; ComputedKeyframe=[string] ;
    ConcatArray=[number] ; ConstantSourceNode=offset ; ConstrainDOMStringParameters=exact ideal ;
    ConvolverNode=buffer ; ConvolverOptions=buffer ; CookieChangeEvent=changed deleted ;
    CookieChangeEventInit=changed deleted ; CredentialCreationOptions=publicKey signal ;
    CredentialRequestOptions=publicKey signal ; Crypto=subtle ; CryptoKey=algorithm usages ;
    CryptoKeyPair=privateKey publicKey ; CustomElementConstructor=() ; CustomEvent=detail ;
    CustomEventInit=detail ; DOMQuad=p1 p2 p3 p4 ; DOMQuadInit=p1 p2 p3 p4 ; DOMRectList=[number] ;
    DOMStringList=[number] ; DOMStringMap=[string] ; DOMTokenList=[number] ; DataTransfer=files
    items types ; DataTransferItemList=[number] ; DataView=buffer ; DataViewConstructor=() prototype
    ; DateConstructor=() prototype ; DecodeErrorCallback=() ; DecodeSuccessCallback=() ;
    DecompressionStream=readable writable ; DelayNode=delayTime ; DeviceMotionEvent=acceleration
    accelerationIncludingGravity rotationRate ; DeviceMotionEventInit=acceleration
    accelerationIncludingGravity rotationRate ; DisplayMediaStreamOptions=audio video ; Disposable=
    ; DisposableStackConstructor=() prototype ; Document=all anchors applets body currentScript
    defaultView doctype documentElement embeds fonts forms fragmentDirective head images
    implementation links location plugins rootElement scripts scrollingElement textContent timeline
    ; DocumentOrShadowRoot=activeElement adoptedStyleSheets fullscreenElement
    pictureInPictureElement pointerLockElement styleSheets ; DocumentTimeline=currentTime ;
    DocumentType=textContent ; DragEvent=dataTransfer ; DragEventInit=dataTransfer ;
    DynamicsCompressorNode=attack knee ratio release threshold ; EXT_color_buffer_float= ;
    EXT_float_blend= ; EXT_frag_depth= ; EXT_shader_texture_lod= ; EcdhKeyDeriveParams=public ;
    EcdsaParams=hash ; EffectTiming=duration ; Element=assignedSlot attributes classList
    nextElementSibling part previousElementSibling shadowRoot ;
    ElementCSSInlineStyle=attributeStyleMap style ; ElementCreationOptions=customElementRegistry ;
    ElementInternals=form labels shadowRoot states validity ; EncodedAudioChunkInit=data transfer ;
    EncodedAudioChunkMetadata=decoderConfig ; EncodedAudioChunkOutputCallback=() ;
    EncodedVideoChunkInit=data ; EncodedVideoChunkMetadata=decoderConfig ;
    EncodedVideoChunkOutputCallback=() ; Error=cause ; ErrorCallback=() ; ErrorConstructor=()
    prototype ; ErrorEvent=error ; ErrorEventInit=error ; ErrorOptions=cause ; Event=currentTarget
    srcElement target ; EventListener=() ; FileCallback=() ; FileList=[number] ; FileReader=error
    readyState result ; FileSystem=root ; FileSystemEntriesCallback=() ; FileSystemEntry=filesystem
    ; FileSystemEntryCallback=() ; FinalizationRegistryConstructor=() prototype ;
    Float16Array=[number] buffer ; Float16ArrayConstructor=() prototype ; Float32Array=[number]
    buffer ; Float32ArrayConstructor=() prototype ; Float64Array=[number] buffer ;
    Float64ArrayConstructor=() prototype ; FocusEvent=relatedTarget ; FocusEventInit=relatedTarget ;
    FontFace=loaded ; FontFaceSet=ready ; FontFaceSetLoadEvent=fontfaces ;
    FontFaceSetLoadEventInit=fontfaces ; FontFaceSource=fonts ; FormDataEvent=formData ;
    FormDataEventInit=formData ; FragmentDirective= ; FrameRequestCallback=() ; Function=arguments
    prototype ; FunctionConstructor=() prototype ; FunctionStringCallback=() ; GainNode=gain ;
    Gamepad=axes buttons vibrationActuator ; GamepadEvent=gamepad ; GamepadEventInit=gamepad ;
    GeneratorFunction=() prototype ; GeneratorFunctionConstructor=() prototype ;
    GenericTransformStream=readable writable ; GeolocationPosition=coords ;
    GetComposedRangesOptions=shadowRoots ; GetHTMLOptions=shadowRoots ; HTMLAllCollection=[number] ;
    HTMLAnchorElement=relList ; HTMLAreaElement=relList ; HTMLButtonElement=form labels validity ;
    HTMLCollectionBase=[number] ; HTMLDataListElement=options ; HTMLElement=attributeStyleMap
    offsetParent style ; HTMLFieldSetElement=elements form validity ; HTMLFormElement=[number]
    [string] elements relList ; HTMLFrameElement=contentDocument contentWindow ;
    HTMLIFrameElement=contentDocument contentWindow sandbox ; HTMLInputElement=autocomplete files
    form labels list validity valueAsDate webkitEntries ; HTMLLabelElement=control form ;
    HTMLLegendElement=form ; HTMLLinkElement=blocking relList sheet sizes ; HTMLMapElement=areas ;
    HTMLMediaElement=buffered error mediaKeys played remote seekable srcObject textTracks ;
    HTMLMeterElement=labels ; HTMLObjectElement=contentDocument contentWindow form validity ;
    HTMLOptionElement=form ; HTMLOrSVGElement=dataset ; HTMLOutputElement=form htmlFor labels
    validity ; HTMLProgressElement=labels ; HTMLScriptElement=blocking ; HTMLSelectElement=[number]
    autocomplete form labels options selectedOptions validity ; HTMLStyleElement=blocking sheet ;
    HTMLTableElement=caption rows tBodies tFoot tHead ; HTMLTableRowElement=cells ;
    HTMLTableSectionElement=rows ; HTMLTemplateElement=content ; HTMLTextAreaElement=autocomplete
    form labels validity ; HTMLTrackElement=track ; History=state ; HkdfParams=hash info salt ;
    HmacImportParams=hash ; HmacKeyAlgorithm=hash ; HmacKeyGenParams=hash ; IArguments=[number] ;
    IDBCursor=key primaryKey request source ; IDBCursorWithValue=value ;
    IDBDatabase=objectStoreNames ; IDBIndex=keyPath objectStore ; IDBKeyRange=lower upper ;
    IDBObjectStore=indexNames keyPath transaction ; IDBObjectStoreParameters=keyPath ;
    IDBRequest=error result source transaction ; IDBTransaction=db error objectStoreNames ;
    IIRFilterOptions=feedback feedforward ; IdleRequestCallback=() ;
    ImageBitmapRenderingContext=canvas ; ImageCapture=track ; ImageData=data ;
    ImageDecodeResult=image ; ImageDecoder=completed tracks ; ImageDecoderInit=data transfer ;
    ImageTrackList=[number] ready selectedTrack ; ImportAssertions=[string] ;
    ImportAttributes=[string] ; ImportCallOptions=assert with ;
    ImportNodeOptions=customElementRegistry ; InputEvent=dataTransfer ; InputEventInit=dataTransfer
    targetRanges ; Int16Array=[number] buffer ; Int16ArrayConstructor=() prototype ;
    Int32Array=[number] buffer ; Int32ArrayConstructor=() prototype ; Int8Array=[number] buffer ;
    Int8ArrayConstructor=() prototype ; IntersectionObserver=root thresholds ;
    IntersectionObserverCallback=() ; IntersectionObserverEntry=boundingClientRect intersectionRect
    rootBounds target ; IntersectionObserverInit=root threshold ; Iterable= ;
    IteratorReturnResult=done value ; IteratorYieldResult=done value ; JsonWebKey=key_ops oth ;
    Keyframe=[string] ; KeyframeAnimationOptions=timeline ; KeyframeEffect=target ;
    LargestContentfulPaint=element ; LinkStyle=sheet ; Location=ancestorOrigins ;
    LockGrantedCallback=() ; LockManagerSnapshot=held pending ; LockOptions=signal ;
    MIDIAccess=inputs outputs ; MIDIConnectionEvent=port ; MIDIConnectionEventInit=port ;
    MIDIMessageEvent=data ; MIDIMessageEventInit=data ; MapConstructor=() prototype ;
    MathMLElement=attributeStyleMap style ; MediaCapabilitiesDecodingInfo=keySystemAccess ;
    MediaCapabilitiesKeySystemConfiguration=audio sessionTypes video ; MediaConfiguration=audio
    video ; MediaDecodingConfiguration=audio keySystemConfiguration video ;
    MediaElementAudioSourceNode=mediaElement ; MediaElementAudioSourceOptions=mediaElement ;
    MediaEncodingConfiguration=audio video ; MediaEncryptedEvent=initData ;
    MediaEncryptedEventInit=initData ; MediaKeyMessageEvent=message ;
    MediaKeyMessageEventInit=message ; MediaKeySession=closed keyStatuses ;
    MediaKeySystemConfiguration=audioCapabilities initDataTypes sessionTypes videoCapabilities ;
    MediaList=[number] ; MediaMetadata=artwork ; MediaMetadataInit=artwork ; MediaRecorder=stream ;
    MediaSession=metadata ; MediaSessionActionHandler=() ; MediaSource=activeSourceBuffers
    sourceBuffers ; MediaSourceHandle= ; MediaStreamAudioDestinationNode=stream ;
    MediaStreamAudioSourceNode=mediaStream ; MediaStreamAudioSourceOptions=mediaStream ;
    MediaStreamConstraints=audio video ; MediaStreamTrackEvent=track ;
    MediaStreamTrackEventInit=track ; MediaTrackCapabilities=aspectRatio autoGainControl
    backgroundBlur channelCount echoCancellation facingMode frameRate height noiseSuppression
    sampleRate sampleSize width ; MediaTrackConstraintSet=aspectRatio autoGainControl backgroundBlur
    channelCount deviceId displaySurface echoCancellation facingMode frameRate groupId height
    noiseSuppression sampleRate sampleSize width ; MediaTrackConstraints=advanced aspectRatio
    autoGainControl backgroundBlur channelCount deviceId displaySurface echoCancellation facingMode
    frameRate groupId height noiseSuppression sampleRate sampleSize width ; MessageChannel=port1
    port2 ; MessageEvent=data ports source ; MessageEventInit=data ports source ;
    MimeType=enabledPlugin ; MimeTypeArray=[number] ; MouseEvent=relatedTarget ;
    MouseEventInit=relatedTarget ; MutationCallback=() ; MutationObserverInit=attributeFilter ;
    MutationRecord=addedNodes nextSibling previousSibling removedNodes target ;
    NamedNodeMap=[number] ; NavigationActivation=entry from ; Navigator=clipboard credentials
    geolocation locks login mediaCapabilities mediaDevices mediaSession permissions serviceWorker
    storage userActivation wakeLock ; NavigatorLanguage=languages ; NavigatorLocks=locks ;
    NavigatorPlugins=mimeTypes plugins ; NavigatorStorage=storage ; Node=childNodes firstChild
    lastChild nextSibling ownerDocument parentElement parentNode previousSibling ;
    NodeIterator=filter referenceNode root ; NodeList=[number] ;
    NonDocumentTypeChildNode=nextElementSibling previousElementSibling ; Notification=data ;
    NotificationOptions=data ; NotificationPermissionCallback=() ; NumberConstructor=() prototype ;
    OES_element_index_uint= ; OES_fbo_render_mipmap= ; OES_texture_float= ;
    OES_texture_float_linear= ; OES_texture_half_float_linear= ; ObjectConstructor=() prototype ;
    OfflineAudioCompletionEvent=renderedBuffer ; OfflineAudioCompletionEventInit=renderedBuffer ;
    OffscreenCanvasRenderingContext2D=canvas ; OnBeforeUnloadEventHandlerNonNull=() ;
    OnErrorEventHandlerNonNull=() ; OptionalEffectTiming=duration ; OscillatorNode=detune frequency
    ; OscillatorOptions=periodicWave ; PageRevealEvent=viewTransition ;
    PageRevealEventInit=viewTransition ; PageSwapEvent=activation viewTransition ;
    PageSwapEventInit=activation viewTransition ; PannerNode=orientationX orientationY orientationZ
    positionX positionY positionZ ; ParentNode=children firstElementChild lastElementChild ;
    PaymentAddress=addressLine ; PaymentDetailsBase=displayItems modifiers shippingOptions ;
    PaymentDetailsInit=displayItems modifiers shippingOptions total ;
    PaymentDetailsModifier=additionalDisplayItems data total ; PaymentDetailsUpdate=displayItems
    modifiers paymentMethodErrors shippingAddressErrors shippingOptions total ; PaymentItem=amount ;
    PaymentMethodChangeEvent=methodDetails ; PaymentMethodChangeEventInit=methodDetails ;
    PaymentMethodData=data ; PaymentRequest=shippingAddress ; PaymentResponse=details
    shippingAddress ; PaymentShippingOption=amount ; PaymentValidationErrors=payer shippingAddress ;
    Pbkdf2Params=hash salt ; Performance=eventCounts navigation timing ;
    PerformanceEventTiming=target ; PerformanceMark=detail ; PerformanceMarkOptions=detail ;
    PerformanceMeasure=detail ; PerformanceMeasureOptions=detail end start ;
    PerformanceObserverCallback=() ; PerformanceObserverInit=entryTypes ;
    PerformanceResourceTiming=serverTiming ; PeriodicWave= ; PeriodicWaveOptions=imag real ;
    PhotoCapabilities=fillLightMode imageHeight imageWidth ;
    PictureInPictureEvent=pictureInPictureWindow ; PictureInPictureEventInit=pictureInPictureWindow
    ; Plugin=[number] ; PluginArray=[number] ; PointerEventInit=coalescedEvents predictedEvents ;
    PopStateEvent=state ; PopStateEventInit=state ; PopoverInvokerElement=popoverTargetElement ;
    PositionCallback=() ; PositionErrorCallback=() ; ProcessingInstruction=sheet ;
    PromiseConstructor=() prototype ; PromiseFulfilledResult=value ; PromiseRejectedResult=reason ;
    PromiseRejectionEvent=promise reason ; PromiseRejectionEventInit=promise reason ;
    PromiseWithResolvers=promise ; PropertyDescriptor=value ; PropertyDescriptorMap=[number]
    [string] [symbol] ; PropertyIndexedKeyframes=[string] composite easing offset ;
    ProxyConstructor=() ; PublicKeyCredential=rawId response ;
    PublicKeyCredentialCreationOptions=authenticatorSelection challenge excludeCredentials
    extensions pubKeyCredParams rp user ;
    PublicKeyCredentialCreationOptionsJSON=authenticatorSelection excludeCredentials extensions
    hints pubKeyCredParams rp user ; PublicKeyCredentialDescriptor=id transports ;
    PublicKeyCredentialDescriptorJSON=transports ;
    PublicKeyCredentialRequestOptions=allowCredentials challenge extensions ;
    PublicKeyCredentialRequestOptionsJSON=allowCredentials extensions hints ;
    PublicKeyCredentialUserEntity=id ; PushSubscription=options ; PushSubscriptionJSON=keys ;
    PushSubscriptionOptions=applicationServerKey ; PushSubscriptionOptionsInit=applicationServerKey
    ; QueuingStrategySize=() ; RTCAnswerOptions= ; RTCConfiguration=certificates iceServers ;
    RTCDataChannelEvent=channel ; RTCDataChannelEventInit=channel ; RTCDtlsTransport=iceTransport ;
    RTCEncodedAudioFrame=data ; RTCEncodedFrameMetadata=contributingSources ;
    RTCEncodedVideoFrame=data ; RTCEncodedVideoFrameMetadata=dependencies ; RTCErrorEvent=error ;
    RTCErrorEventInit=error ; RTCIceCandidatePair=local remote ; RTCIceServer=urls ;
    RTCOfferAnswerOptions= ; RTCOutboundRtpStreamStats=qualityLimitationDurations ;
    RTCPeerConnection=currentLocalDescription currentRemoteDescription localDescription
    pendingLocalDescription pendingRemoteDescription remoteDescription sctp ;
    RTCPeerConnectionErrorCallback=() ; RTCPeerConnectionIceEvent=candidate ;
    RTCPeerConnectionIceEventInit=candidate ; RTCRtpCapabilities=codecs headerExtensions ;
    RTCRtpParameters=codecs headerExtensions rtcp ; RTCRtpReceiveParameters=codecs headerExtensions
    rtcp ; RTCRtpReceiver=track transform transport ; RTCRtpScriptTransform= ;
    RTCRtpSendParameters=codecs encodings headerExtensions rtcp ; RTCRtpSender=dtmf track transform
    transport ; RTCRtpTransceiver=receiver sender ; RTCRtpTransceiverInit=sendEncodings streams ;
    RTCSctpTransport=transport ; RTCSessionDescriptionCallback=() ; RTCSetParameterOptions= ;
    RTCTrackEvent=receiver streams track transceiver ; RTCTrackEventInit=receiver streams track
    transceiver ; Range=commonAncestorContainer ; ReadableByteStreamController=byobRequest ;
    ReadableStreamBYOBRequest=view ; ReadableStreamGenericReader=closed ;
    ReadableStreamReadDoneResult=done value ; ReadableStreamReadValueResult=done value ;
    ReadableWritablePair=readable writable ; ReadonlyArray=[number] ; RegExpConstructor=$& $' $+ $`
    () prototype ; RegExpExecArray=groups indices ; RegExpIndicesArray=groups ;
    RegExpMatchArray=groups indices ; RemotePlaybackAvailabilityCallback=() ; Report=body ;
    ReportingObserverCallback=() ; ReportingObserverOptions=types ; Request=headers signal ;
    RequestInit=body headers signal window ; ResizeObserverCallback=() ;
    ResizeObserverEntry=borderBoxSize contentBoxSize contentRect devicePixelContentBoxSize target ;
    Response=headers ; ResponseInit=headers ; RsaHashedImportParams=hash ;
    RsaHashedKeyAlgorithm=hash ; RsaHashedKeyGenParams=hash ; RsaKeyAlgorithm=publicExponent ;
    RsaKeyGenParams=publicExponent ; RsaOaepParams=label ; SVGAElement=href relList target ;
    SVGAnimatedAngle=animVal baseVal ; SVGAnimatedLength=animVal baseVal ;
    SVGAnimatedLengthList=animVal baseVal ; SVGAnimatedNumberList=animVal baseVal ;
    SVGAnimatedPoints=animatedPoints points ; SVGAnimatedPreserveAspectRatio=animVal baseVal ;
    SVGAnimatedRect=animVal baseVal ; SVGAnimatedTransformList=animVal baseVal ;
    SVGAnimationElement=requiredExtensions systemLanguage targetElement ; SVGCircleElement=cx cy r ;
    SVGClipPathElement=clipPathUnits transform ; SVGComponentTransferFunctionElement=amplitude
    exponent intercept offset slope tableValues type ; SVGElement=attributeStyleMap className
    ownerSVGElement style viewportElement ; SVGEllipseElement=cx cy rx ry ; SVGFEBlendElement=height
    in1 in2 mode result width x y ; SVGFEColorMatrixElement=height in1 result type values width x y
    ; SVGFEComponentTransferElement=height in1 result width x y ; SVGFECompositeElement=height in1
    in2 k1 k2 k3 k4 operator result width x y ; SVGFEConvolveMatrixElement=bias divisor edgeMode
    height in1 kernelMatrix kernelUnitLengthX kernelUnitLengthY orderX orderY preserveAlpha result
    targetX targetY width x y ; SVGFEDiffuseLightingElement=diffuseConstant height in1
    kernelUnitLengthX kernelUnitLengthY result surfaceScale width x y ;
    SVGFEDisplacementMapElement=height in1 in2 result scale width x xChannelSelector y
    yChannelSelector ; SVGFEDistantLightElement=azimuth elevation ; SVGFEDropShadowElement=dx dy
    height in1 result stdDeviationX stdDeviationY width x y ; SVGFEFloodElement=height result width
    x y ; SVGFEGaussianBlurElement=height in1 result stdDeviationX stdDeviationY width x y ;
    SVGFEImageElement=height href preserveAspectRatio result width x y ; SVGFEMergeElement=height
    result width x y ; SVGFEMergeNodeElement=in1 ; SVGFEMorphologyElement=height in1 operator
    radiusX radiusY result width x y ; SVGFEOffsetElement=dx dy height in1 result width x y ;
    SVGFEPointLightElement=x y z ; SVGFESpecularLightingElement=height in1 kernelUnitLengthX
    kernelUnitLengthY result specularConstant specularExponent surfaceScale width x y ;
    SVGFESpotLightElement=limitingConeAngle pointsAtX pointsAtY pointsAtZ specularExponent x y z ;
    SVGFETileElement=height in1 result width x y ; SVGFETurbulenceElement=baseFrequencyX
    baseFrequencyY height numOctaves result seed stitchTiles type width x y ;
    SVGFilterElement=filterUnits height href primitiveUnits width x y ;
    SVGFilterPrimitiveStandardAttributes=height result width x y ;
    SVGFitToViewBox=preserveAspectRatio viewBox ; SVGForeignObjectElement=height width x y ;
    SVGGeometryElement=pathLength ; SVGGradientElement=gradientTransform gradientUnits href
    spreadMethod ; SVGGraphicsElement=requiredExtensions systemLanguage transform ;
    SVGImageElement=height href preserveAspectRatio width x y ; SVGLengthList=[number] ;
    SVGLineElement=x1 x2 y1 y2 ; SVGLinearGradientElement=x1 x2 y1 y2 ; SVGMPathElement=href ;
    SVGMarkerElement=markerHeight markerUnits markerWidth orientAngle orientType preserveAspectRatio
    refX refY viewBox ; SVGMaskElement=height maskContentUnits maskUnits width x y ;
    SVGNumberList=[number] ; SVGPatternElement=height href patternContentUnits patternTransform
    patternUnits preserveAspectRatio viewBox width x y ; SVGPointList=[number] ;
    SVGPolygonElement=animatedPoints points ; SVGPolylineElement=animatedPoints points ;
    SVGRadialGradientElement=cx cy fr fx fy r ; SVGRectElement=height rx ry width x y ;
    SVGSVGElement=currentTranslate height preserveAspectRatio viewBox width x y ;
    SVGScriptElement=href ; SVGStopElement=offset ; SVGStringList=[number] ; SVGStyleElement=sheet ;
    SVGSymbolElement=preserveAspectRatio viewBox ; SVGTests=requiredExtensions systemLanguage ;
    SVGTextContentElement=lengthAdjust textLength ; SVGTextPathElement=href method spacing
    startOffset ; SVGTextPositioningElement=dx dy rotate x y ; SVGTransform=matrix ;
    SVGTransformList=[number] ; SVGURIReference=href ; SVGUseElement=height href width x y ;
    SVGViewElement=preserveAspectRatio viewBox ; Screen=orientation ; Selection=anchorNode focusNode
    ; ServiceWorkerContainer=controller ready ; ServiceWorkerRegistration=active cookies installing
    navigationPreload pushManager waiting ; SetConstructor=() prototype ; ShadowRoot=host ;
    ShadowRootInit=customElementRegistry ; ShareData=files ; SharedArrayBufferConstructor=()
    prototype ; SharedWorker=port ; Slottable=assignedSlot ; SourceBuffer=buffered ;
    SourceBufferList=[number] ; SpeechRecognitionResult=[number] ;
    SpeechRecognitionResultList=[number] ; SpeechSynthesisEvent=utterance ;
    SpeechSynthesisEventInit=utterance ; SpeechSynthesisUtterance=voice ;
    StartViewTransitionOptions=types ; StaticRangeInit=endContainer startContainer ;
    StereoPannerNode=pan ; Storage=[string] ; StorageEvent=storageArea ;
    StorageEventInit=storageArea ; StreamPipeOptions=signal ; String=[number] ; StringConstructor=()
    prototype ; StructuredSerializeOptions=transfer ; StyleSheet=media ownerNode parentStyleSheet ;
    StyleSheetList=[number] ; SubmitEvent=submitter ; SubmitEventInit=submitter ;
    SuppressedError=error suppressed ; SuppressedErrorConstructor=() prototype ;
    SymbolConstructor=() asyncDispose asyncIterator dispose hasInstance isConcatSpreadable iterator
    match matchAll metadata prototype replace search species split toPrimitive toStringTag
    unscopables ; TemplateStringsArray=raw ; Text=assignedSlot ; TextDecoderStream=readable writable
    ; TextEncoderStream=readable writable ; TextTrack=activeCues cues ; TextTrackCue=track ;
    TextTrackCueList=[number] ; TextTrackList=[number] ; ThisType= ; Touch=target ;
    TouchEvent=changedTouches targetTouches touches ; TouchEventInit=changedTouches targetTouches
    touches ; TouchInit=target ; TouchList=[number] ; TrackEvent=track ; TrackEventInit=track ;
    TransformStream=readable writable ; Transformer=readableType writableType ;
    TransformerFlushCallback=() ; TransformerStartCallback=() ; TransformerTransformCallback=() ;
    TreeWalker=currentNode filter root ; TypedPropertyDescriptor=value ; UIEvent=view ;
    UIEventInit=view ; URL=searchParams ; Uint16Array=[number] buffer ; Uint16ArrayConstructor=()
    prototype ; Uint32Array=[number] buffer ; Uint32ArrayConstructor=() prototype ;
    Uint8Array=[number] buffer ; Uint8ArrayConstructor=() prototype ; Uint8ClampedArray=[number]
    buffer ; Uint8ClampedArrayConstructor=() prototype ; UnderlyingDefaultSource=type ;
    UnderlyingSink=type ; UnderlyingSinkAbortCallback=() ; UnderlyingSinkCloseCallback=() ;
    UnderlyingSinkStartCallback=() ; UnderlyingSinkWriteCallback=() ;
    UnderlyingSourceCancelCallback=() ; UnderlyingSourcePullCallback=() ;
    UnderlyingSourceStartCallback=() ; VTTCue=line position region ; VideoDecoderConfig=colorSpace
    description ; VideoDecoderSupport=config ; VideoEncoderConfig=avc ;
    VideoEncoderEncodeOptions=avc ; VideoEncoderSupport=config ; VideoFrame=codedRect colorSpace
    visibleRect ; VideoFrameBufferInit=colorSpace layout visibleRect ;
    VideoFrameCopyToOptions=layout rect ; VideoFrameInit=visibleRect ; VideoFrameOutputCallback=() ;
    VideoFrameRequestCallback=() ; ViewTransition=finished ready types updateCallbackDone ;
    ViewTransitionUpdateCallback=() ; VoidFunction=() ; WaveShaperNode=curve ;
    WaveShaperOptions=curve ; WeakKeyTypes=object symbol ; WeakMapConstructor=() prototype ;
    WeakRefConstructor=() prototype ; WeakSetConstructor=() prototype ; WebCodecsErrorCallback=() ;
    WebGLBuffer= ; WebGLFramebuffer= ; WebGLProgram= ; WebGLQuery= ; WebGLRenderbuffer= ;
    WebGLRenderingContextBase=canvas ; WebGLSampler= ; WebGLShader= ; WebGLSync= ; WebGLTexture= ;
    WebGLTransformFeedback= ; WebGLUniformLocation= ; WebGLVertexArrayObject= ;
    WebGLVertexArrayObjectOES= ; WebTransport=closed datagrams incomingBidirectionalStreams
    incomingUnidirectionalStreams ready ; WebTransportBidirectionalStream=readable writable ;
    WebTransportDatagramDuplexStream=readable writable ; WebTransportHash=value ;
    WebTransportOptions=serverCertificateHashes ; Window=[number] clientInformation cookieStore
    customElements document event external frameElement frames history localStorage location
    locationbar menubar navigator opener parent personalbar screen scrollbars self sessionStorage
    speechSynthesis statusbar toolbar top visualViewport window ; WindowLocalStorage=localStorage ;
    WindowOrWorkerGlobalScope=caches crypto indexedDB performance ;
    WindowPostMessageOptions=transfer ; WindowSessionStorage=sessionStorage ;
    WritableStreamDefaultController=signal ; WritableStreamDefaultWriter=closed ready ;
    WriteParams=data ; XMLHttpRequest=response responseXML upload ; XPathResult=singleNodeValue
"""

OTHERS: Final = {
    name.strip(): tuple(words.split())
    for name, _, words in (entry.partition("=") for entry in _ENTRIES.split(";"))
}
"""The names that an interface adds to those of its bases.

`[number]` is the key of an index signature, and `()` says that an interface is called.
"""
