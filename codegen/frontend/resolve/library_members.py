"""The members of the library's interfaces that are texts, numbers or truth values.

They are those of TypeScript 5.9's `lib.dom` and `lib.esnext`; a test compares them. The module is
only loaded where a member of the library is asked for.
"""

from __future__ import annotations

from typing import Final

__all__ = ["MEMBERS"]

_ENTRIES: Final = """
    AbortSignal=?aborted ; AbstractRange=#endOffset #startOffset ?collapsed ;
    AesCtrParams=#length ; AesDerivedKeyParams=#length ; AesKeyAlgorithm=#length ;
    AesKeyGenParams=#length ; Algorithm=name ; AnalyserNode=#fftSize #frequencyBinCount
    #maxDecibels #minDecibels #smoothingTimeConstant ; Animation=id #playbackRate ?pending ;
    AnimationEvent=animationName pseudoElement #elapsedTime ; Array=#length ;
    ArrayBuffer=#byteLength #maxByteLength ?detached ?resizable ; ArrayBufferView=#byteLength
    #byteOffset ; ArrayLike=#length ; AsyncDisposableStack=?disposed ;
    AsyncGeneratorFunction=name #length ; AsyncGeneratorFunctionConstructor=name #length ;
    Attr=localName name textContent value ?specified ; AudioBuffer=#duration #length
    #numberOfChannels #sampleRate ; AudioBufferOptions=#length #sampleRate ;
    AudioBufferSourceNode=#loopEnd #loopStart ?loop ; AudioConfiguration=contentType ;
    AudioContext=#baseLatency #outputLatency ; AudioData=#duration #numberOfChannels
    #numberOfFrames #sampleRate #timestamp ; AudioDataCopyToOptions=#planeIndex ;
    AudioDataInit=#numberOfChannels #numberOfFrames #sampleRate #timestamp ;
    AudioDecoder=#decodeQueueSize ; AudioDecoderConfig=codec #numberOfChannels #sampleRate ;
    AudioDestinationNode=#maxChannelCount ; AudioEncoder=#encodeQueueSize ;
    AudioEncoderConfig=codec #numberOfChannels #sampleRate ; AudioNode=#channelCount
    #numberOfInputs #numberOfOutputs ; AudioParam=#defaultValue #maxValue #minValue #value ;
    AudioProcessingEvent=#playbackTime ; AudioProcessingEventInit=#playbackTime ;
    AuthenticationExtensionsPRFValuesJSON=first ; BarProp=?visible ;
    BaseAudioContext=#currentTime #sampleRate ; BeforeUnloadEvent=-returnValue ;
    BigInt64Array=#BYTES_PER_ELEMENT #byteLength #byteOffset #length ;
    BigInt64ArrayConstructor=#BYTES_PER_ELEMENT ; BigUint64Array=#BYTES_PER_ELEMENT #byteLength
    #byteOffset #length ; BigUint64ArrayConstructor=#BYTES_PER_ELEMENT ; Blob=type #size ;
    BlobEvent=#timecode ; Body=?bodyUsed ; BroadcastChannel=name ;
    ByteLengthQueuingStrategy=#highWaterMark ; CSPViolationReportBody=documentURL
    effectiveDirective originalPolicy #statusCode ; CSSAnimation=animationName ;
    CSSConditionRule=conditionText ; CSSContainerRule=containerName containerQuery ;
    CSSCounterStyleRule=additiveSymbols fallback name negative pad prefix range speakAs suffix
    symbols system ; CSSFontFeatureValuesRule=fontFamily ; CSSFontPaletteValuesRule=basePalette
    fontFamily name overrideColors ; CSSImportRule=href ; CSSKeyframeRule=keyText ;
    CSSKeyframesRule=name #length ; CSSKeywordValue=value ; CSSLayerBlockRule=name ;
    CSSNamespaceRule=namespaceURI prefix ; CSSNumericArray=#length ; CSSPageRule=selectorText ;
    CSSPropertyRule=name syntax ?inherits ; CSSRule=cssText #type ; CSSRuleList=#length ;
    CSSStyleDeclaration=accentColor alignContent alignItems alignSelf alignmentBaseline all
    animation animationComposition animationDelay animationDirection animationDuration
    animationFillMode animationIterationCount animationName animationPlayState
    animationTimingFunction appearance aspectRatio backdropFilter backfaceVisibility background
    backgroundAttachment backgroundBlendMode backgroundClip backgroundColor backgroundImage
    backgroundOrigin backgroundPosition backgroundPositionX backgroundPositionY
    backgroundRepeat backgroundSize baselineShift baselineSource blockSize border borderBlock
    borderBlockColor borderBlockEnd borderBlockEndColor borderBlockEndStyle borderBlockEndWidth
    borderBlockStart borderBlockStartColor borderBlockStartStyle borderBlockStartWidth
    borderBlockStyle borderBlockWidth borderBottom borderBottomColor borderBottomLeftRadius
    borderBottomRightRadius borderBottomStyle borderBottomWidth borderCollapse borderColor
    borderEndEndRadius borderEndStartRadius borderImage borderImageOutset borderImageRepeat
    borderImageSlice borderImageSource borderImageWidth borderInline borderInlineColor
    borderInlineEnd borderInlineEndColor borderInlineEndStyle borderInlineEndWidth
    borderInlineStart borderInlineStartColor borderInlineStartStyle borderInlineStartWidth
    borderInlineStyle borderInlineWidth borderLeft borderLeftColor borderLeftStyle
    borderLeftWidth borderRadius borderRight borderRightColor borderRightStyle borderRightWidth
    borderSpacing borderStartEndRadius borderStartStartRadius borderStyle borderTop
    borderTopColor borderTopLeftRadius borderTopRightRadius borderTopStyle borderTopWidth
    borderWidth bottom boxDecorationBreak boxShadow boxSizing breakAfter breakBefore
    breakInside captionSide caretColor clear clip clipPath clipRule color colorInterpolation
    colorInterpolationFilters colorScheme columnCount columnFill columnGap columnRule
    columnRuleColor columnRuleStyle columnRuleWidth columnSpan columnWidth columns contain
    containIntrinsicBlockSize containIntrinsicHeight containIntrinsicInlineSize
    containIntrinsicSize containIntrinsicWidth container containerName containerType content
    contentVisibility counterIncrement counterReset counterSet cssFloat cssText cursor cx cy d
    direction display dominantBaseline emptyCells fill fillOpacity fillRule filter flex
    flexBasis flexDirection flexFlow flexGrow flexShrink flexWrap float floodColor floodOpacity
    font fontFamily fontFeatureSettings fontKerning fontOpticalSizing fontPalette fontSize
    fontSizeAdjust fontStretch fontStyle fontSynthesis fontSynthesisSmallCaps
    fontSynthesisStyle fontSynthesisWeight fontVariant fontVariantAlternates fontVariantCaps
    fontVariantEastAsian fontVariantLigatures fontVariantNumeric fontVariantPosition
    fontVariationSettings fontWeight forcedColorAdjust gap grid gridArea gridAutoColumns
    gridAutoFlow gridAutoRows gridColumn gridColumnEnd gridColumnGap gridColumnStart gridGap
    gridRow gridRowEnd gridRowGap gridRowStart gridTemplate gridTemplateAreas
    gridTemplateColumns gridTemplateRows height hyphenateCharacter hyphenateLimitChars hyphens
    imageOrientation imageRendering inlineSize inset insetBlock insetBlockEnd insetBlockStart
    insetInline insetInlineEnd insetInlineStart isolation justifyContent justifyItems
    justifySelf left letterSpacing lightingColor lineBreak lineHeight listStyle listStyleImage
    listStylePosition listStyleType margin marginBlock marginBlockEnd marginBlockStart
    marginBottom marginInline marginInlineEnd marginInlineStart marginLeft marginRight
    marginTop marker markerEnd markerMid markerStart mask maskClip maskComposite maskImage
    maskMode maskOrigin maskPosition maskRepeat maskSize maskType mathDepth mathStyle
    maxBlockSize maxHeight maxInlineSize maxWidth minBlockSize minHeight minInlineSize minWidth
    mixBlendMode objectFit objectPosition offset offsetAnchor offsetDistance offsetPath
    offsetPosition offsetRotate opacity order orphans outline outlineColor outlineOffset
    outlineStyle outlineWidth overflow overflowAnchor overflowBlock overflowClipMargin
    overflowInline overflowWrap overflowX overflowY overscrollBehavior overscrollBehaviorBlock
    overscrollBehaviorInline overscrollBehaviorX overscrollBehaviorY padding paddingBlock
    paddingBlockEnd paddingBlockStart paddingBottom paddingInline paddingInlineEnd
    paddingInlineStart paddingLeft paddingRight paddingTop page pageBreakAfter pageBreakBefore
    pageBreakInside paintOrder perspective perspectiveOrigin placeContent placeItems placeSelf
    pointerEvents position printColorAdjust quotes r resize right rotate rowGap rubyAlign
    rubyPosition rx ry scale scrollBehavior scrollMargin scrollMarginBlock scrollMarginBlockEnd
    scrollMarginBlockStart scrollMarginBottom scrollMarginInline scrollMarginInlineEnd
    scrollMarginInlineStart scrollMarginLeft scrollMarginRight scrollMarginTop scrollPadding
    scrollPaddingBlock scrollPaddingBlockEnd scrollPaddingBlockStart scrollPaddingBottom
    scrollPaddingInline scrollPaddingInlineEnd scrollPaddingInlineStart scrollPaddingLeft
    scrollPaddingRight scrollPaddingTop scrollSnapAlign scrollSnapStop scrollSnapType
    scrollbarColor scrollbarGutter scrollbarWidth shapeImageThreshold shapeMargin shapeOutside
    shapeRendering stopColor stopOpacity stroke strokeDasharray strokeDashoffset strokeLinecap
    strokeLinejoin strokeMiterlimit strokeOpacity strokeWidth tabSize tableLayout textAlign
    textAlignLast textAnchor textBox textBoxEdge textBoxTrim textCombineUpright textDecoration
    textDecorationColor textDecorationLine textDecorationSkipInk textDecorationStyle
    textDecorationThickness textEmphasis textEmphasisColor textEmphasisPosition
    textEmphasisStyle textIndent textOrientation textOverflow textRendering textShadow
    textTransform textUnderlineOffset textUnderlinePosition textWrap textWrapMode textWrapStyle
    top touchAction transform transformBox transformOrigin transformStyle transition
    transitionBehavior transitionDelay transitionDuration transitionProperty
    transitionTimingFunction translate unicodeBidi userSelect vectorEffect verticalAlign
    viewTransitionClass viewTransitionName visibility webkitAlignContent webkitAlignItems
    webkitAlignSelf webkitAnimation webkitAnimationDelay webkitAnimationDirection
    webkitAnimationDuration webkitAnimationFillMode webkitAnimationIterationCount
    webkitAnimationName webkitAnimationPlayState webkitAnimationTimingFunction webkitAppearance
    webkitBackfaceVisibility webkitBackgroundClip webkitBackgroundOrigin webkitBackgroundSize
    webkitBorderBottomLeftRadius webkitBorderBottomRightRadius webkitBorderRadius
    webkitBorderTopLeftRadius webkitBorderTopRightRadius webkitBoxAlign webkitBoxFlex
    webkitBoxOrdinalGroup webkitBoxOrient webkitBoxPack webkitBoxShadow webkitBoxSizing
    webkitFilter webkitFlex webkitFlexBasis webkitFlexDirection webkitFlexFlow webkitFlexGrow
    webkitFlexShrink webkitFlexWrap webkitJustifyContent webkitLineClamp webkitMask
    webkitMaskBoxImage webkitMaskBoxImageOutset webkitMaskBoxImageRepeat
    webkitMaskBoxImageSlice webkitMaskBoxImageSource webkitMaskBoxImageWidth webkitMaskClip
    webkitMaskComposite webkitMaskImage webkitMaskOrigin webkitMaskPosition webkitMaskRepeat
    webkitMaskSize webkitOrder webkitPerspective webkitPerspectiveOrigin webkitTextFillColor
    webkitTextSizeAdjust webkitTextStroke webkitTextStrokeColor webkitTextStrokeWidth
    webkitTransform webkitTransformOrigin webkitTransformStyle webkitTransition
    webkitTransitionDelay webkitTransitionDuration webkitTransitionProperty
    webkitTransitionTimingFunction webkitUserSelect whiteSpace whiteSpaceCollapse widows width
    willChange wordBreak wordSpacing wordWrap writingMode x y zIndex zoom #length ;
    CSSStyleRule=selectorText ; CSSTransformComponent=?is2D ; CSSTransformValue=#length ?is2D ;
    CSSTransition=transitionProperty ; CSSUnitValue=unit #value ; CSSUnparsedValue=#length ;
    CSSVariableReferenceValue=variable ; CSSViewTransitionRule=navigation ;
    CanvasCompositing=#globalAlpha ; CanvasFilters=filter ;
    CanvasImageSmoothing=?imageSmoothingEnabled ; CanvasPathDrawingStyles=#lineDashOffset
    #lineWidth #miterLimit ; CanvasShadowStyles=shadowColor #shadowBlur #shadowOffsetX
    #shadowOffsetY ; CanvasTextDrawingStyles=font letterSpacing wordSpacing ;
    CaretPosition=#offset ; CharacterData=data textContent #length ;
    ClassAccessorDecoratorContext=?private ?static ; ClassFieldDecoratorContext=?private
    ?static ; ClassGetterDecoratorContext=?private ?static ;
    ClassMethodDecoratorContext=?private ?static ; ClassSetterDecoratorContext=?private ?static
    ; CloseEvent=reason #code ?wasClean ; CompositionEvent=data ; ComputedKeyframe=easing
    #computedOffset ; ConcatArray=#length ; ContentVisibilityAutoStateChangeEvent=?skipped ;
    ConvolverNode=?normalize ; CookieInit=name value ; CookieStoreDeleteOptions=name ;
    CountQueuingStrategy=#highWaterMark ; Credential=id type ; CryptoKey=?extractable ;
    DOMException=#code ; DOMMatrixReadOnly=#a #b #c #d #e #f #m11 #m12 #m13 #m14 #m21 #m22 #m23
    #m24 #m31 #m32 #m33 #m34 #m41 #m42 #m43 #m44 ?is2D ?isIdentity ; DOMPointReadOnly=#w #x #y
    #z ; DOMRectList=#length ; DOMRectReadOnly=#bottom #height #left #right #top #width #x #y ;
    DOMStringList=#length ; DOMTokenList=value #length ; DataTransferItem=kind type ;
    DataTransferItemList=#length ; DataView=#byteLength #byteOffset ;
    DeviceMotionEvent=#interval ; DeviceOrientationEvent=?absolute ; DisposableStack=?disposed
    ; Document=-textContent URL alinkColor bgColor characterSet charset compatMode contentType
    cookie designMode dir documentURI domain fgColor inputEncoding lastModified linkColor
    referrer title vlinkColor ?fullscreen ?fullscreenEnabled ?hidden ?pictureInPictureEnabled ;
    DocumentFragment=textContent ; DocumentType=-textContent name publicId systemId ;
    DynamicsCompressorNode=#reduction ; EcKeyAlgorithm=namedCurve ; EcKeyGenParams=namedCurve ;
    EcKeyImportParams=namedCurve ; Element=className id innerHTML localName outerHTML slot
    tagName textContent #clientHeight #clientLeft #clientTop #clientWidth #currentCSSZoom
    #scrollHeight #scrollLeft #scrollTop #scrollWidth ; ElementContentEditable=contentEditable
    enterKeyHint inputMode ?isContentEditable ; ElementInternals=validationMessage
    ?willValidate ; EncodedAudioChunk=#byteLength #timestamp ; EncodedAudioChunkInit=#timestamp
    ; EncodedVideoChunk=#byteLength #timestamp ; EncodedVideoChunkInit=#timestamp ;
    Error=message name ; ErrorEvent=filename message #colno #lineno ; Event=type #eventPhase
    #timeStamp ?bubbles ?cancelBubble ?cancelable ?composed ?defaultPrevented ?isTrusted
    ?returnValue ; EventSource=url #readyState ?withCredentials ; File=name webkitRelativePath
    #lastModified ; FileList=#length ; FileSystem=name ; FileSystemEntry=fullPath name
    ?isDirectory ?isFile ; FileSystemHandle=name ; Float16Array=#BYTES_PER_ELEMENT #byteLength
    #byteOffset #length ; Float16ArrayConstructor=#BYTES_PER_ELEMENT ;
    Float32Array=#BYTES_PER_ELEMENT #byteLength #byteOffset #length ;
    Float32ArrayConstructor=#BYTES_PER_ELEMENT ; Float64Array=#BYTES_PER_ELEMENT #byteLength
    #byteOffset #length ; Float64ArrayConstructor=#BYTES_PER_ELEMENT ; FontFace=ascentOverride
    descentOverride family featureSettings lineGapOverride stretch style unicodeRange weight ;
    Function=name #length ; GPUError=message ; Gamepad=id #index #timestamp ?connected ;
    GamepadButton=#value ?pressed ?touched ; GeneratorFunction=name #length ;
    GeneratorFunctionConstructor=name #length ; GeolocationCoordinates=#accuracy #latitude
    #longitude ; GeolocationPosition=#timestamp ; GeolocationPositionError=message #code ;
    HTMLAllCollection=#length ; HTMLAnchorElement=charset coords download hreflang name ping
    referrerPolicy rel rev shape target text type ; HTMLAreaElement=alt coords download ping
    referrerPolicy rel shape target ?noHref ; HTMLBRElement=clear ; HTMLBaseElement=href target
    ; HTMLBodyElement=aLink background bgColor link text vLink ; HTMLButtonElement=formAction
    formEnctype formMethod formTarget name validationMessage value ?disabled ?formNoValidate
    ?willValidate ; HTMLCanvasElement=#height #width ; HTMLCollectionBase=#length ;
    HTMLDListElement=?compact ; HTMLDataElement=value ; HTMLDetailsElement=name ?open ;
    HTMLDialogElement=returnValue ?open ; HTMLDirectoryElement=?compact ; HTMLDivElement=align
    ; HTMLElement=accessKey accessKeyLabel autocapitalize dir innerText lang outerText title
    writingSuggestions #offsetHeight #offsetLeft #offsetTop #offsetWidth ?autocorrect
    ?draggable ?hidden ?inert ?spellcheck ?translate ; HTMLEmbedElement=align height name src
    type width ; HTMLFieldSetElement=name type validationMessage ?disabled ?willValidate ;
    HTMLFontElement=color face size ; HTMLFormElement=acceptCharset action encoding enctype
    method name rel target #length ?noValidate ; HTMLFrameElement=frameBorder longDesc
    marginHeight marginWidth name scrolling src ?noResize ; HTMLFrameSetElement=cols rows ;
    HTMLHRElement=align color size width ?noShade ; HTMLHeadingElement=align ;
    HTMLHtmlElement=version ; HTMLHyperlinkElementUtils=hash host hostname href origin password
    pathname port protocol search username ; HTMLIFrameElement=align allow frameBorder height
    longDesc marginHeight marginWidth name scrolling src srcdoc width ?allowFullscreen ;
    HTMLImageElement=align alt border currentSrc longDesc lowsrc name referrerPolicy sizes src
    srcset useMap #height #hspace #naturalHeight #naturalWidth #vspace #width #x #y ?complete
    ?isMap ; HTMLInputElement=accept align alt capture defaultValue dirName formAction
    formEnctype formMethod formTarget max min name pattern placeholder src step type useMap
    validationMessage value #height #maxLength #minLength #size #valueAsNumber #width ?checked
    ?defaultChecked ?disabled ?formNoValidate ?indeterminate ?multiple ?readOnly ?required
    ?webkitdirectory ?willValidate ; HTMLLIElement=type #value ; HTMLLabelElement=htmlFor ;
    HTMLLegendElement=align ; HTMLLinkElement=as charset href hreflang imageSizes imageSrcset
    integrity media referrerPolicy rel rev target type ?disabled ; HTMLMapElement=name ;
    HTMLMarqueeElement=behavior bgColor direction height width #hspace #loop #scrollAmount
    #scrollDelay #vspace ?trueSpeed ; HTMLMediaElement=currentSrc sinkId src #currentTime
    #defaultPlaybackRate #duration #networkState #playbackRate #readyState #volume ?autoplay
    ?controls ?defaultMuted ?disableRemotePlayback ?ended ?loop ?muted ?paused ?preservesPitch
    ?seeking ; HTMLMenuElement=?compact ; HTMLMetaElement=content httpEquiv media name scheme ;
    HTMLMeterElement=#high #low #max #min #optimum #value ; HTMLModElement=cite dateTime ;
    HTMLOListElement=type #start ?compact ?reversed ; HTMLObjectElement=align archive border
    code codeBase codeType data height name standby type useMap validationMessage width #hspace
    #vspace ?declare ?willValidate ; HTMLOptGroupElement=label ?disabled ;
    HTMLOptionElement=label text value #index ?defaultSelected ?disabled ?selected ;
    HTMLOptionsCollection=#selectedIndex ; HTMLOrSVGElement=#tabIndex ?autofocus ;
    HTMLOutputElement=defaultValue name type validationMessage value ?willValidate ;
    HTMLParagraphElement=align ; HTMLParamElement=name type value valueType ;
    HTMLPreElement=#width ; HTMLProgressElement=#max #position #value ; HTMLQuoteElement=cite ;
    HTMLScriptElement=charset event htmlFor integrity referrerPolicy src text type ?async
    ?defer ?noModule ; HTMLSelectElement=name validationMessage value #length #selectedIndex
    #size ?disabled ?multiple ?required ?willValidate ; HTMLSlotElement=name ;
    HTMLSourceElement=media sizes src srcset type #height #width ; HTMLStyleElement=media type
    ?disabled ; HTMLTableCaptionElement=align ; HTMLTableCellElement=abbr align axis bgColor ch
    chOff headers height scope vAlign width #cellIndex #colSpan #rowSpan ?noWrap ;
    HTMLTableColElement=align ch chOff vAlign width #span ; HTMLTableElement=align bgColor
    border cellPadding cellSpacing frame rules summary width ; HTMLTableRowElement=align
    bgColor ch chOff vAlign #rowIndex #sectionRowIndex ; HTMLTableSectionElement=align ch chOff
    vAlign ; HTMLTemplateElement=shadowRootMode ?shadowRootClonable ?shadowRootDelegatesFocus
    ?shadowRootSerializable ; HTMLTextAreaElement=defaultValue dirName name placeholder type
    validationMessage value wrap #cols #maxLength #minLength #rows #selectionEnd
    #selectionStart #textLength ?disabled ?readOnly ?required ?willValidate ;
    HTMLTimeElement=dateTime ; HTMLTitleElement=text ; HTMLTrackElement=kind label src srclang
    #readyState ?default ; HTMLUListElement=type ?compact ; HTMLVideoElement=poster #height
    #videoHeight #videoWidth #width ?disablePictureInPicture ?playsInline ;
    HashChangeEvent=newURL oldURL ; Highlight=#priority ; History=#length ;
    HmacKeyAlgorithm=#length ; IArguments=#length ; IDBDatabase=name #version ; IDBIndex=name
    ?multiEntry ?unique ; IDBKeyRange=?lowerOpen ?upperOpen ; IDBObjectStore=name
    ?autoIncrement ; IDBVersionChangeEvent=#oldVersion ; IdleDeadline=?didTimeout ;
    ImageBitmap=#height #width ; ImageData=#height #width ; ImageDecodeResult=?complete ;
    ImageDecoder=type ?complete ; ImageDecoderInit=type ; ImageTrack=#frameCount
    #repetitionCount ?animated ?selected ; ImageTrackList=#length #selectedIndex ;
    ImportMeta=url ; InputEvent=inputType ?isComposing ; Int16Array=#BYTES_PER_ELEMENT
    #byteLength #byteOffset #length ; Int16ArrayConstructor=#BYTES_PER_ELEMENT ;
    Int32Array=#BYTES_PER_ELEMENT #byteLength #byteOffset #length ;
    Int32ArrayConstructor=#BYTES_PER_ELEMENT ; Int8Array=#BYTES_PER_ELEMENT #byteLength
    #byteOffset #length ; Int8ArrayConstructor=#BYTES_PER_ELEMENT ;
    IntersectionObserver=rootMargin ; IntersectionObserverEntry=#intersectionRatio #time
    ?isIntersecting ; KeyAlgorithm=name ; KeyboardEvent=code key #charCode #keyCode #location
    ?altKey ?ctrlKey ?isComposing ?metaKey ?repeat ?shiftKey ; LargestContentfulPaint=id url
    #loadTime #renderTime #size ; Location=hash host hostname href origin pathname port
    protocol search ; Lock=name ; MIDIAccess=?sysexEnabled ; MIDIPort=id ; Map=#size ; Math=#E
    #LN10 #LN2 #LOG10E #LOG2E #PI #SQRT1_2 #SQRT2 ; MediaCapabilitiesInfo=?powerEfficient
    ?smooth ?supported ; MediaCapabilitiesKeySystemConfiguration=keySystem ;
    MediaDeviceInfo=deviceId groupId label ; MediaEncryptedEvent=initDataType ;
    MediaError=message #code ; MediaImage=src ; MediaKeySession=sessionId #expiration ;
    MediaKeyStatusMap=#size ; MediaKeySystemAccess=keySystem ; MediaList=mediaText #length ;
    MediaMetadata=album artist title ; MediaQueryList=media ?matches ;
    MediaQueryListEvent=media ?matches ; MediaRecorder=mimeType #audioBitsPerSecond
    #videoBitsPerSecond ; MediaSource=#duration ; MediaStream=id ?active ;
    MediaStreamTrack=contentHint id kind label ?enabled ?muted ; MessageEvent=lastEventId
    origin ; MimeType=description suffixes type ; MimeTypeArray=#length ; MouseEvent=#button
    #buttons #clientX #clientY #layerX #layerY #movementX #movementY #offsetX #offsetY #pageX
    #pageY #screenX #screenY #x #y ?altKey ?ctrlKey ?metaKey ?shiftKey ; NamedNodeMap=#length ;
    NavigationHistoryEntry=id key #index ?sameDocument ; Navigator=#maxTouchPoints ;
    NavigatorAutomationInformation=?webdriver ;
    NavigatorConcurrentHardware=#hardwareConcurrency ; NavigatorCookies=?cookieEnabled ;
    NavigatorID=appCodeName appName appVersion platform product productSub userAgent vendor
    vendorSub ; NavigatorLanguage=language ; NavigatorOnLine=?onLine ;
    NavigatorPlugins=?pdfViewerEnabled ; Node=baseURI nodeName #nodeType ?isConnected ;
    NodeIterator=#whatToShow ?pointerBeforeReferenceNode ; NodeList=#length ;
    Notification=badge body icon lang tag title ?requireInteraction ;
    NumberConstructor=#EPSILON #MAX_SAFE_INTEGER #MAX_VALUE #MIN_SAFE_INTEGER #MIN_VALUE
    #NEGATIVE_INFINITY #NaN #POSITIVE_INFINITY ; OfflineAudioContext=#length ;
    OfflineAudioContextOptions=#length #sampleRate ; OffscreenCanvas=#height #width ;
    OverconstrainedError=constraint ; PageTransitionEvent=?persisted ;
    PannerNode=#coneInnerAngle #coneOuterAngle #coneOuterGain #maxDistance #refDistance
    #rolloffFactor ; ParentNode=#childElementCount ; PaymentAddress=city country
    dependentLocality organization phone postalCode recipient region sortingCode ;
    PaymentCurrencyAmount=currency value ; PaymentDetailsModifier=supportedMethods ;
    PaymentItem=label ; PaymentMethodChangeEvent=methodName ;
    PaymentMethodData=supportedMethods ; PaymentRequest=id ; PaymentResponse=methodName
    requestId ; PaymentShippingOption=id label ; Pbkdf2Params=#iterations ;
    Performance=#timeOrigin ; PerformanceEntry=entryType name #duration #startTime ;
    PerformanceEventTiming=#processingEnd #processingStart ?cancelable ;
    PerformanceNavigation=#redirectCount #type ; PerformanceNavigationTiming=#domComplete
    #domContentLoadedEventEnd #domContentLoadedEventStart #domInteractive #loadEventEnd
    #loadEventStart #redirectCount #unloadEventEnd #unloadEventStart ;
    PerformanceResourceTiming=initiatorType nextHopProtocol #connectEnd #connectStart
    #decodedBodySize #domainLookupEnd #domainLookupStart #encodedBodySize #fetchStart
    #redirectEnd #redirectStart #requestStart #responseEnd #responseStart #responseStatus
    #secureConnectionStart #transferSize #workerStart ; PerformanceServerTiming=description
    name #duration ; PerformanceTiming=#connectEnd #connectStart #domComplete
    #domContentLoadedEventEnd #domContentLoadedEventStart #domInteractive #domLoading
    #domainLookupEnd #domainLookupStart #fetchStart #loadEventEnd #loadEventStart
    #navigationStart #redirectEnd #redirectStart #requestStart #responseEnd #responseStart
    #secureConnectionStart #unloadEventEnd #unloadEventStart ; PermissionStatus=name ;
    PictureInPictureWindow=#height #width ; PlaneLayout=#offset #stride ; Plugin=description
    filename name #length ; PluginArray=#length ; PointerEvent=pointerType #altitudeAngle
    #azimuthAngle #height #pointerId #pressure #tangentialPressure #tiltX #tiltY #twist #width
    ?isPrimary ; PopStateEvent=?hasUAVisualTransition ;
    PopoverInvokerElement=popoverTargetAction ; ProcessingInstruction=target ;
    ProgressEvent=#loaded #total ?lengthComputable ; PropertyDefinition=name ?inherits ;
    PublicKeyCredentialCreationOptionsJSON=challenge ; PublicKeyCredentialDescriptorJSON=id
    type ; PublicKeyCredentialEntity=name ; PublicKeyCredentialParameters=#alg ;
    PublicKeyCredentialRequestOptionsJSON=challenge ; PublicKeyCredentialUserEntity=displayName
    ; PublicKeyCredentialUserEntityJSON=displayName id name ; PushSubscription=endpoint ;
    PushSubscriptionOptions=?userVisibleOnly ; QueuingStrategyInit=#highWaterMark ;
    RTCCertificate=#expires ; RTCDTMFSender=toneBuffer ?canInsertDTMF ;
    RTCDTMFToneChangeEvent=tone ; RTCDataChannel=label protocol #bufferedAmount
    #bufferedAmountLowThreshold ?negotiated ?ordered ; RTCEncodedAudioFrame=#timestamp ;
    RTCEncodedVideoFrame=#timestamp ; RTCIceCandidate=candidate ;
    RTCIceCandidatePairStats=localCandidateId remoteCandidateId transportId ;
    RTCInboundRtpStreamStats=trackIdentifier ; RTCPeerConnectionIceErrorEvent=errorText url
    #errorCode ; RTCPeerConnectionIceErrorEventInit=#errorCode ; RTCRtpCodec=mimeType
    #clockRate ; RTCRtpCodecParameters=#payloadType ; RTCRtpContributingSource=#rtpTimestamp
    #source #timestamp ; RTCRtpHeaderExtensionCapability=uri ;
    RTCRtpHeaderExtensionParameters=uri #id ; RTCRtpSendParameters=transactionId ;
    RTCRtpStreamStats=kind #ssrc ; RTCSctpTransport=#maxMessageSize ; RTCSessionDescription=sdp
    ; RTCStats=id #timestamp ; RadioNodeList=value ; ReadableStream=?locked ;
    ReadonlyArray=#length ; ReadonlyMap=#size ; ReadonlySet=#size ; ReadonlySetLike=#size ;
    RegExp=flags source #lastIndex ?dotAll ?global ?hasIndices ?ignoreCase ?multiline ?sticky
    ?unicode ?unicodeSets ; RegExpConstructor=$1 $2 $3 $4 $5 $6 $7 $8 $9 $_ input lastMatch
    lastParen leftContext rightContext ; RegExpExecArray=0 input #index ; RegExpMatchArray=0 ;
    Report=type url ; Request=integrity method referrer url ?keepalive ;
    ResizeObserverSize=#blockSize #inlineSize ; Response=statusText url #status ?ok ?redirected
    ; RsaKeyAlgorithm=#modulusLength ; RsaKeyGenParams=#modulusLength ;
    RsaPssParams=#saltLength ; SVGAElement=rel ; SVGAngle=valueAsString #unitType #value
    #valueInSpecifiedUnits ; SVGAnimatedBoolean=?animVal ?baseVal ;
    SVGAnimatedEnumeration=#animVal #baseVal ; SVGAnimatedInteger=#animVal #baseVal ;
    SVGAnimatedNumber=#animVal #baseVal ; SVGAnimatedString=animVal baseVal ;
    SVGElement=-className ; SVGLength=valueAsString #unitType #value #valueInSpecifiedUnits ;
    SVGLengthList=#length #numberOfItems ; SVGNumber=#value ; SVGNumberList=#length
    #numberOfItems ; SVGPointList=#length #numberOfItems ; SVGPreserveAspectRatio=#align
    #meetOrSlice ; SVGSVGElement=#currentScale ; SVGScriptElement=type ; SVGStringList=#length
    #numberOfItems ; SVGStyleElement=media title type ?disabled ; SVGTransform=#angle #type ;
    SVGTransformList=#length #numberOfItems ; Screen=#availHeight #availWidth #colorDepth
    #height #pixelDepth #width ; ScreenOrientation=#angle ; ScriptProcessorNode=#bufferSize ;
    SecurityPolicyViolationEvent=blockedURI documentURI effectiveDirective originalPolicy
    referrer sample sourceFile violatedDirective #columnNumber #lineNumber #statusCode ;
    Selection=direction type #anchorOffset #focusOffset #rangeCount ?isCollapsed ;
    ServiceWorker=scriptURL ; ServiceWorkerRegistration=scope ; Set=#size ;
    ShadowRoot=innerHTML ?clonable ?delegatesFocus ?serializable ;
    SharedArrayBuffer=#byteLength #maxByteLength ?growable ; SourceBuffer=#appendWindowEnd
    #appendWindowStart #timestampOffset ?updating ; SourceBufferList=#length ;
    SpeechRecognitionAlternative=transcript #confidence ; SpeechRecognitionResult=#length
    ?isFinal ; SpeechRecognitionResultList=#length ; SpeechSynthesis=?paused ?pending ?speaking
    ; SpeechSynthesisEvent=name #charIndex #charLength #elapsedTime ;
    SpeechSynthesisUtterance=lang text #pitch #rate #volume ; SpeechSynthesisVoice=lang name
    voiceURI ?default ?localService ; StaticRangeInit=#endOffset #startOffset ; Storage=#length
    ; StorageEvent=url ; String=#length ; StyleMedia=type ; StylePropertyMapReadOnly=#size ;
    StyleSheet=type ?disabled ; StyleSheetList=#length ; Text=wholeText ;
    TextDecoderCommon=encoding ?fatal ?ignoreBOM ; TextEncoderCommon=encoding ;
    TextEncoderEncodeIntoResult=#read #written ; TextEvent=data ;
    TextMetrics=#actualBoundingBoxAscent #actualBoundingBoxDescent #actualBoundingBoxLeft
    #actualBoundingBoxRight #alphabeticBaseline #emHeightAscent #emHeightDescent
    #fontBoundingBoxAscent #fontBoundingBoxDescent #hangingBaseline #ideographicBaseline #width
    ; TextTrack=id inBandMetadataTrackDispatchType label language ; TextTrackCue=id #endTime
    #startTime ?pauseOnExit ; TextTrackCueList=#length ; TextTrackList=#length ;
    TimeRanges=#length ; ToggleEvent=newState oldState ; Touch=#clientX #clientY #force
    #identifier #pageX #pageY #radiusX #radiusY #rotationAngle #screenX #screenY ;
    TouchEvent=?altKey ?ctrlKey ?metaKey ?shiftKey ; TouchInit=#identifier ; TouchList=#length
    ; TransitionEvent=propertyName pseudoElement #elapsedTime ; TreeWalker=#whatToShow ;
    UIEvent=#detail #which ; URL=hash host hostname href origin password pathname port protocol
    search username ; URLSearchParams=#size ; Uint16Array=#BYTES_PER_ELEMENT #byteLength
    #byteOffset #length ; Uint16ArrayConstructor=#BYTES_PER_ELEMENT ;
    Uint32Array=#BYTES_PER_ELEMENT #byteLength #byteOffset #length ;
    Uint32ArrayConstructor=#BYTES_PER_ELEMENT ; Uint8Array=#BYTES_PER_ELEMENT #byteLength
    #byteOffset #length ; Uint8ArrayConstructor=#BYTES_PER_ELEMENT ;
    Uint8ClampedArray=#BYTES_PER_ELEMENT #byteLength #byteOffset #length ;
    Uint8ClampedArrayConstructor=#BYTES_PER_ELEMENT ; UserActivation=?hasBeenActive ?isActive ;
    VTTCue=text #size ?snapToLines ; VTTRegion=id #lines #regionAnchorX #regionAnchorY
    #viewportAnchorX #viewportAnchorY #width ; ValidityState=?badInput ?customError
    ?patternMismatch ?rangeOverflow ?rangeUnderflow ?stepMismatch ?tooLong ?tooShort
    ?typeMismatch ?valid ?valueMissing ; VideoConfiguration=contentType #bitrate #framerate
    #height #width ; VideoDecoder=#decodeQueueSize ; VideoDecoderConfig=codec ;
    VideoEncoder=#encodeQueueSize ; VideoEncoderConfig=codec #height #width ;
    VideoFrame=#codedHeight #codedWidth #displayHeight #displayWidth #timestamp ;
    VideoFrameBufferInit=#codedHeight #codedWidth #timestamp ;
    VideoFrameCallbackMetadata=#expectedDisplayTime #height #mediaTime #presentationTime
    #presentedFrames #width ; VideoPlaybackQuality=#corruptedVideoFrames #creationTime
    #droppedVideoFrames #totalVideoFrames ; VisualViewport=#height #offsetLeft #offsetTop
    #pageLeft #pageTop #scale #width ; WakeLockSentinel=?released ; WebGLActiveInfo=name #size
    #type ; WebGLContextEvent=statusMessage ; WebGLRenderingContextBase=#drawingBufferHeight
    #drawingBufferWidth ; WebGLShaderPrecisionFormat=#precision #rangeMax #rangeMin ;
    WebSocket=extensions protocol url #bufferedAmount #readyState ;
    WebTransportDatagramDuplexStream=#incomingHighWaterMark #maxDatagramSize
    #outgoingHighWaterMark ; WheelEvent=#deltaMode #deltaX #deltaY #deltaZ ; Window=name status
    #devicePixelRatio #innerHeight #innerWidth #length #orientation #outerHeight #outerWidth
    #pageXOffset #pageYOffset #screenLeft #screenTop #screenX #screenY #scrollX #scrollY
    ?closed ?originAgentCluster ; WindowOrWorkerGlobalScope=origin ?crossOriginIsolated
    ?isSecureContext ; WritableStream=?locked ; XMLHttpRequest=responseText responseURL
    statusText #readyState #status #timeout ?withCredentials ; XPathResult=stringValue
    #numberValue #resultType #snapshotLength ?booleanValue ?invalidIteratorState ; typeof
    MediaSource=?canConstructInDedicatedWorker
"""

MEMBERS: Final = {
    " ".join(name.split()): tuple(words.split())
    for name, _, words in (entry.partition("=") for entry in _ENTRIES.split(";"))
}
"""The members of an interface: numbers begin with a number sign, truth values with a question mark.

Those after a minus are other types, though a base has them as one of these.
"""
