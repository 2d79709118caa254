"""The members of the library's classes that are texts, numbers or truth values.

They are those of TypeScript 5.9's `lib.dom` and `lib.esnext`; a test compares them. Members that
may be absent, and constants, are not among them. The module is only loaded where one is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...model import Primitive

__all__ = ["MEMBERS", "plain_members"]

_ENTRIES: Final = """
    AbortSignal=?aborted ; AbstractRange=#endOffset #startOffset ?collapsed ;
    AesCbcParams=+Algorithm ; AesCtrParams=+Algorithm #length ; AesDerivedKeyParams=+Algorithm
    #length ; AesGcmParams=+Algorithm ; AesKeyAlgorithm=+KeyAlgorithm #length ;
    AesKeyGenParams=+Algorithm #length ; AggregateError=+Error ; Algorithm=name ;
    AnalyserNode=+AudioNode #fftSize #frequencyBinCount #maxDecibels #minDecibels
    #smoothingTimeConstant ; Animation=id #playbackRate ?pending ; AnimationEvent=+Event
    animationName pseudoElement #elapsedTime ; AnimationPlaybackEvent=+Event ;
    ArrayBuffer=#byteLength ; AsyncGeneratorFunction=name #length ; Attr=+Node localName name
    value ?specified ; AudioBuffer=#duration #length #numberOfChannels #sampleRate ;
    AudioBufferOptions=#length #sampleRate ; AudioBufferSourceNode=+AudioScheduledSourceNode
    #loopEnd #loopStart ?loop ; AudioConfiguration=contentType ; AudioContext=+BaseAudioContext
    #baseLatency #outputLatency ; AudioData=#duration #numberOfChannels #numberOfFrames
    #sampleRate #timestamp ; AudioDataCopyToOptions=#planeIndex ; AudioDataInit=#numberOfChannels
    #numberOfFrames #sampleRate #timestamp ; AudioDecoder=#decodeQueueSize ;
    AudioDecoderConfig=codec #numberOfChannels #sampleRate ; AudioDestinationNode=+AudioNode
    #maxChannelCount ; AudioEncoder=#encodeQueueSize ; AudioEncoderConfig=codec #numberOfChannels
    #sampleRate ; AudioNode=#channelCount #numberOfInputs #numberOfOutputs ;
    AudioParam=#defaultValue #maxValue #minValue #value ; AudioProcessingEvent=+Event
    #playbackTime ; AudioProcessingEventInit=#playbackTime ; AudioScheduledSourceNode=+AudioNode ;
    AudioWorkletNode=+AudioNode ; AuthenticationExtensionsPRFValuesJSON=first ; BarProp=?visible ;
    BaseAudioContext=#currentTime #sampleRate ; BeforeUnloadEvent=-returnValue +Event ;
    BiquadFilterNode=+AudioNode ; Blob=type #size ; BlobEvent=+Event #timecode ; Body=?bodyUsed ;
    BroadcastChannel=name ; ByteLengthQueuingStrategy=#highWaterMark ; CDATASection=+Text ;
    CSPViolationReportBody=documentURL effectiveDirective originalPolicy #statusCode ;
    CSSAnimation=+Animation animationName ; CSSConditionRule=+CSSGroupingRule conditionText ;
    CSSContainerRule=+CSSConditionRule containerName containerQuery ; CSSCounterStyleRule=+CSSRule
    additiveSymbols fallback name negative pad prefix range speakAs suffix symbols system ;
    CSSFontFaceRule=+CSSRule ; CSSFontFeatureValuesRule=+CSSRule fontFamily ;
    CSSFontPaletteValuesRule=+CSSRule basePalette fontFamily name overrideColors ;
    CSSGroupingRule=+CSSRule ; CSSImportRule=+CSSRule href ; CSSKeyframeRule=+CSSRule keyText ;
    CSSKeyframesRule=+CSSRule name #length ; CSSKeywordValue=value ;
    CSSLayerBlockRule=+CSSGroupingRule name ; CSSLayerStatementRule=+CSSRule ;
    CSSMatrixComponent=+CSSTransformComponent ; CSSMediaRule=+CSSConditionRule ;
    CSSNamespaceRule=+CSSRule namespaceURI prefix ; CSSNestedDeclarations=+CSSRule ;
    CSSNumericArray=#length ; CSSPageRule=+CSSGroupingRule selectorText ;
    CSSPerspective=+CSSTransformComponent ; CSSPropertyRule=+CSSRule name syntax ?inherits ;
    CSSRotate=+CSSTransformComponent ; CSSRule=cssText #type ; CSSRuleList=#length ;
    CSSScale=+CSSTransformComponent ; CSSScopeRule=+CSSGroupingRule ;
    CSSSkew=+CSSTransformComponent ; CSSSkewX=+CSSTransformComponent ;
    CSSSkewY=+CSSTransformComponent ; CSSStartingStyleRule=+CSSGroupingRule ;
    CSSStyleDeclaration=accentColor alignContent alignItems alignSelf alignmentBaseline all
    animation animationComposition animationDelay animationDirection animationDuration
    animationFillMode animationIterationCount animationName animationPlayState
    animationTimingFunction appearance aspectRatio backdropFilter backfaceVisibility background
    backgroundAttachment backgroundBlendMode backgroundClip backgroundColor backgroundImage
    backgroundOrigin backgroundPosition backgroundPositionX backgroundPositionY backgroundRepeat
    backgroundSize baselineShift baselineSource blockSize border borderBlock borderBlockColor
    borderBlockEnd borderBlockEndColor borderBlockEndStyle borderBlockEndWidth borderBlockStart
    borderBlockStartColor borderBlockStartStyle borderBlockStartWidth borderBlockStyle
    borderBlockWidth borderBottom borderBottomColor borderBottomLeftRadius borderBottomRightRadius
    borderBottomStyle borderBottomWidth borderCollapse borderColor borderEndEndRadius
    borderEndStartRadius borderImage borderImageOutset borderImageRepeat borderImageSlice
    borderImageSource borderImageWidth borderInline borderInlineColor borderInlineEnd
    borderInlineEndColor borderInlineEndStyle borderInlineEndWidth borderInlineStart
    borderInlineStartColor borderInlineStartStyle borderInlineStartWidth borderInlineStyle
    borderInlineWidth borderLeft borderLeftColor borderLeftStyle borderLeftWidth borderRadius
    borderRight borderRightColor borderRightStyle borderRightWidth borderSpacing
    borderStartEndRadius borderStartStartRadius borderStyle borderTop borderTopColor
    borderTopLeftRadius borderTopRightRadius borderTopStyle borderTopWidth borderWidth bottom
    boxDecorationBreak boxShadow boxSizing breakAfter breakBefore breakInside captionSide
    caretColor clear clip clipPath clipRule color colorInterpolation colorInterpolationFilters
    colorScheme columnCount columnFill columnGap columnRule columnRuleColor columnRuleStyle
    columnRuleWidth columnSpan columnWidth columns contain containIntrinsicBlockSize
    containIntrinsicHeight containIntrinsicInlineSize containIntrinsicSize containIntrinsicWidth
    container containerName containerType content contentVisibility counterIncrement counterReset
    counterSet cssFloat cssText cursor cx cy d direction display dominantBaseline emptyCells fill
    fillOpacity fillRule filter flex flexBasis flexDirection flexFlow flexGrow flexShrink flexWrap
    float floodColor floodOpacity font fontFamily fontFeatureSettings fontKerning
    fontOpticalSizing fontPalette fontSize fontSizeAdjust fontStretch fontStyle fontSynthesis
    fontSynthesisSmallCaps fontSynthesisStyle fontSynthesisWeight fontVariant
    fontVariantAlternates fontVariantCaps fontVariantEastAsian fontVariantLigatures
    fontVariantNumeric fontVariantPosition fontVariationSettings fontWeight forcedColorAdjust gap
    grid gridArea gridAutoColumns gridAutoFlow gridAutoRows gridColumn gridColumnEnd gridColumnGap
    gridColumnStart gridGap gridRow gridRowEnd gridRowGap gridRowStart gridTemplate
    gridTemplateAreas gridTemplateColumns gridTemplateRows height hyphenateCharacter
    hyphenateLimitChars hyphens imageOrientation imageRendering inlineSize inset insetBlock
    insetBlockEnd insetBlockStart insetInline insetInlineEnd insetInlineStart isolation
    justifyContent justifyItems justifySelf left letterSpacing lightingColor lineBreak lineHeight
    listStyle listStyleImage listStylePosition listStyleType margin marginBlock marginBlockEnd
    marginBlockStart marginBottom marginInline marginInlineEnd marginInlineStart marginLeft
    marginRight marginTop marker markerEnd markerMid markerStart mask maskClip maskComposite
    maskImage maskMode maskOrigin maskPosition maskRepeat maskSize maskType mathDepth mathStyle
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
    textDecorationThickness textEmphasis textEmphasisColor textEmphasisPosition textEmphasisStyle
    textIndent textOrientation textOverflow textRendering textShadow textTransform
    textUnderlineOffset textUnderlinePosition textWrap textWrapMode textWrapStyle top touchAction
    transform transformBox transformOrigin transformStyle transition transitionBehavior
    transitionDelay transitionDuration transitionProperty transitionTimingFunction translate
    unicodeBidi userSelect vectorEffect verticalAlign viewTransitionClass viewTransitionName
    visibility webkitAlignContent webkitAlignItems webkitAlignSelf webkitAnimation
    webkitAnimationDelay webkitAnimationDirection webkitAnimationDuration webkitAnimationFillMode
    webkitAnimationIterationCount webkitAnimationName webkitAnimationPlayState
    webkitAnimationTimingFunction webkitAppearance webkitBackfaceVisibility webkitBackgroundClip
    webkitBackgroundOrigin webkitBackgroundSize webkitBorderBottomLeftRadius
    webkitBorderBottomRightRadius webkitBorderRadius webkitBorderTopLeftRadius
    webkitBorderTopRightRadius webkitBoxAlign webkitBoxFlex webkitBoxOrdinalGroup webkitBoxOrient
    webkitBoxPack webkitBoxShadow webkitBoxSizing webkitFilter webkitFlex webkitFlexBasis
    webkitFlexDirection webkitFlexFlow webkitFlexGrow webkitFlexShrink webkitFlexWrap
    webkitJustifyContent webkitLineClamp webkitMask webkitMaskBoxImage webkitMaskBoxImageOutset
    webkitMaskBoxImageRepeat webkitMaskBoxImageSlice webkitMaskBoxImageSource
    webkitMaskBoxImageWidth webkitMaskClip webkitMaskComposite webkitMaskImage webkitMaskOrigin
    webkitMaskPosition webkitMaskRepeat webkitMaskSize webkitOrder webkitPerspective
    webkitPerspectiveOrigin webkitTextFillColor webkitTextSizeAdjust webkitTextStroke
    webkitTextStrokeColor webkitTextStrokeWidth webkitTransform webkitTransformOrigin
    webkitTransformStyle webkitTransition webkitTransitionDelay webkitTransitionDuration
    webkitTransitionProperty webkitTransitionTimingFunction webkitUserSelect whiteSpace
    whiteSpaceCollapse widows width willChange wordBreak wordSpacing wordWrap writingMode x y
    zIndex zoom #length ; CSSStyleRule=+CSSGroupingRule selectorText ; CSSStyleSheet=+StyleSheet ;
    CSSSupportsRule=+CSSConditionRule ; CSSTransformComponent=?is2D ; CSSTransformValue=#length
    ?is2D ; CSSTransition=+Animation transitionProperty ; CSSTranslate=+CSSTransformComponent ;
    CSSUnitValue=unit #value ; CSSUnparsedValue=#length ; CSSVariableReferenceValue=variable ;
    CSSViewTransitionRule=+CSSRule navigation ; CanvasCaptureMediaStreamTrack=+MediaStreamTrack ;
    CanvasCompositing=#globalAlpha ; CanvasFilters=filter ;
    CanvasImageSmoothing=?imageSmoothingEnabled ; CanvasPathDrawingStyles=#lineDashOffset
    #lineWidth #miterLimit ; CanvasRenderingContext2D=+CanvasCompositing +CanvasFilters
    +CanvasImageSmoothing +CanvasPathDrawingStyles +CanvasShadowStyles +CanvasTextDrawingStyles ;
    CanvasShadowStyles=shadowColor #shadowBlur #shadowOffsetX #shadowOffsetY ;
    CanvasTextDrawingStyles=font letterSpacing wordSpacing ; CaretPosition=#offset ;
    ChannelMergerNode=+AudioNode ; ChannelSplitterNode=+AudioNode ; CharacterData=+Node +ChildNode
    data #length ; ChildNode=+Node ; ClientRect=+DOMRect ; ClipboardEvent=+Event ;
    CloseEvent=+Event reason #code ?wasClean ; Comment=+CharacterData ; CompositionEvent=+UIEvent
    data ; ComputedKeyframe=easing #computedOffset ; ConstantSourceNode=+AudioScheduledSourceNode
    ; ContentVisibilityAutoStateChangeEvent=+Event ?skipped ; ConvolverNode=+AudioNode ?normalize
    ; CookieChangeEvent=+Event ; CookieInit=name value ; CookieStoreDeleteOptions=name ;
    CountQueuingStrategy=#highWaterMark ; Credential=id type ; CryptoKey=?extractable ;
    DOMException=+Error message name #code ; DOMMatrix=+DOMMatrixReadOnly #a #b #c #d #e #f #m11
    #m12 #m13 #m14 #m21 #m22 #m23 #m24 #m31 #m32 #m33 #m34 #m41 #m42 #m43 #m44 ;
    DOMMatrixReadOnly=#a #b #c #d #e #f #m11 #m12 #m13 #m14 #m21 #m22 #m23 #m24 #m31 #m32 #m33
    #m34 #m41 #m42 #m43 #m44 ?is2D ?isIdentity ; DOMPoint=+DOMPointReadOnly #w #x #y #z ;
    DOMPointReadOnly=#w #x #y #z ; DOMRect=+DOMRectReadOnly #height #width #x #y ;
    DOMRectList=#length ; DOMRectReadOnly=#bottom #height #left #right #top #width #x #y ;
    DOMStringList=#length ; DOMTokenList=value #length ; DataTransferItem=kind type ;
    DataTransferItemList=#length ; DelayNode=+AudioNode ; DeviceMotionEvent=+Event #interval ;
    DeviceOrientationEvent=+Event ?absolute ; Document=+Node +ParentNode alinkColor bgColor
    characterSet charset compatMode contentType cookie designMode dir documentURI domain fgColor
    inputEncoding lastModified linkColor referrer title vlinkColor ?fullscreen ?fullscreenEnabled
    ?hidden ?pictureInPictureEnabled ; DocumentFragment=+Node +ParentNode ; DocumentType=+Node
    +ChildNode name publicId systemId ; DragEvent=+MouseEvent ; DynamicsCompressorNode=+AudioNode
    #reduction ; EcKeyAlgorithm=+KeyAlgorithm namedCurve ; EcKeyGenParams=+Algorithm namedCurve ;
    EcKeyImportParams=+Algorithm namedCurve ; EcdhKeyDeriveParams=+Algorithm ;
    EcdsaParams=+Algorithm ; Element=+Node +ChildNode +ParentNode className id innerHTML localName
    outerHTML slot tagName #clientHeight #clientLeft #clientTop #clientWidth #currentCSSZoom
    #scrollHeight #scrollLeft #scrollTop #scrollWidth ; ElementContentEditable=contentEditable
    enterKeyHint inputMode ?isContentEditable ; ElementInternals=validationMessage ?willValidate ;
    EncodedAudioChunk=#byteLength #timestamp ; EncodedAudioChunkInit=#timestamp ;
    EncodedVideoChunk=#byteLength #timestamp ; EncodedVideoChunkInit=#timestamp ; Error=name
    message ; ErrorEvent=+Event filename message #colno #lineno ; EvalError=+Error ; Event=type
    #eventPhase #timeStamp ?bubbles ?cancelBubble ?cancelable ?composed ?defaultPrevented
    ?isTrusted ?returnValue ; EventSource=url #readyState ?withCredentials ; File=+Blob name
    webkitRelativePath #lastModified ; FileList=#length ; FileSystem=name ;
    FileSystemDirectoryEntry=+FileSystemEntry ; FileSystemDirectoryHandle=+FileSystemHandle ;
    FileSystemEntry=fullPath name ?isDirectory ?isFile ; FileSystemFileEntry=+FileSystemEntry ;
    FileSystemFileHandle=+FileSystemHandle ; FileSystemHandle=name ; FocusEvent=+UIEvent ;
    FontFace=ascentOverride descentOverride family featureSettings lineGapOverride stretch style
    unicodeRange weight ; FontFaceSetLoadEvent=+Event ; FormDataEvent=+Event ; GPUError=message ;
    GainNode=+AudioNode ; Gamepad=id #index #timestamp ?connected ; GamepadButton=#value ?pressed
    ?touched ; GamepadEvent=+Event ; GeneratorFunction=name #length ;
    GeolocationCoordinates=#accuracy #latitude #longitude ; GeolocationPosition=#timestamp ;
    GeolocationPositionError=message #code ; HTMLAllCollection=#length ;
    HTMLAnchorElement=+HTMLElement +HTMLHyperlinkElementUtils charset coords download hreflang
    name ping referrerPolicy rel rev shape target text type ; HTMLAreaElement=+HTMLElement
    +HTMLHyperlinkElementUtils alt coords download ping referrerPolicy rel shape target ?noHref ;
    HTMLAudioElement=+HTMLMediaElement ; HTMLBRElement=+HTMLElement clear ;
    HTMLBaseElement=+HTMLElement href target ; HTMLBodyElement=+HTMLElement aLink background
    bgColor link text vLink ; HTMLButtonElement=+HTMLElement +PopoverInvokerElement formAction
    formEnctype formMethod formTarget name validationMessage value ?disabled ?formNoValidate
    ?willValidate ; HTMLCanvasElement=+HTMLElement #height #width ;
    HTMLCollection=+HTMLCollectionBase ; HTMLCollectionBase=#length ;
    HTMLDListElement=+HTMLElement ?compact ; HTMLDataElement=+HTMLElement value ;
    HTMLDataListElement=+HTMLElement ; HTMLDetailsElement=+HTMLElement name ?open ;
    HTMLDialogElement=+HTMLElement returnValue ?open ; HTMLDirectoryElement=+HTMLElement ?compact
    ; HTMLDivElement=+HTMLElement align ; HTMLDocument=+Document ; HTMLElement=+Element
    +ElementContentEditable +HTMLOrSVGElement accessKey accessKeyLabel autocapitalize dir
    innerText lang outerText title writingSuggestions #offsetHeight #offsetLeft #offsetTop
    #offsetWidth ?autocorrect ?draggable ?hidden ?inert ?spellcheck ?translate ;
    HTMLEmbedElement=+HTMLElement align height name src type width ;
    HTMLFieldSetElement=+HTMLElement name type validationMessage ?disabled ?willValidate ;
    HTMLFontElement=+HTMLElement color face size ; HTMLFormControlsCollection=+HTMLCollectionBase
    ; HTMLFormElement=+HTMLElement acceptCharset action encoding enctype method name rel target
    #length ?noValidate ; HTMLFrameElement=+HTMLElement frameBorder longDesc marginHeight
    marginWidth name scrolling src ?noResize ; HTMLFrameSetElement=+HTMLElement cols rows ;
    HTMLHRElement=+HTMLElement align color size width ?noShade ; HTMLHeadElement=+HTMLElement ;
    HTMLHeadingElement=+HTMLElement align ; HTMLHtmlElement=+HTMLElement version ;
    HTMLHyperlinkElementUtils=hash host hostname href origin password pathname port protocol
    search username ; HTMLIFrameElement=+HTMLElement align allow frameBorder height longDesc
    marginHeight marginWidth name scrolling src srcdoc width ?allowFullscreen ;
    HTMLImageElement=+HTMLElement align alt border currentSrc longDesc lowsrc name referrerPolicy
    sizes src srcset useMap #height #hspace #naturalHeight #naturalWidth #vspace #width #x #y
    ?complete ?isMap ; HTMLInputElement=+HTMLElement +PopoverInvokerElement accept align alt
    capture defaultValue dirName formAction formEnctype formMethod formTarget max min name pattern
    placeholder src step type useMap validationMessage value #height #maxLength #minLength #size
    #valueAsNumber #width ?checked ?defaultChecked ?disabled ?formNoValidate ?indeterminate
    ?multiple ?readOnly ?required ?webkitdirectory ?willValidate ; HTMLLIElement=+HTMLElement type
    #value ; HTMLLabelElement=+HTMLElement htmlFor ; HTMLLegendElement=+HTMLElement align ;
    HTMLLinkElement=+HTMLElement as charset href hreflang imageSizes imageSrcset integrity media
    referrerPolicy rel rev target type ?disabled ; HTMLMapElement=+HTMLElement name ;
    HTMLMarqueeElement=+HTMLElement behavior bgColor direction height width #hspace #loop
    #scrollAmount #scrollDelay #vspace ?trueSpeed ; HTMLMediaElement=+HTMLElement currentSrc
    sinkId src #currentTime #defaultPlaybackRate #duration #networkState #playbackRate #readyState
    #volume ?autoplay ?controls ?defaultMuted ?disableRemotePlayback ?ended ?loop ?muted ?paused
    ?preservesPitch ?seeking ; HTMLMenuElement=+HTMLElement ?compact ;
    HTMLMetaElement=+HTMLElement content httpEquiv media name scheme ;
    HTMLMeterElement=+HTMLElement #high #low #max #min #optimum #value ;
    HTMLModElement=+HTMLElement cite dateTime ; HTMLOListElement=+HTMLElement type #start ?compact
    ?reversed ; HTMLObjectElement=+HTMLElement align archive border code codeBase codeType data
    height name standby type useMap validationMessage width #hspace #vspace ?declare ?willValidate
    ; HTMLOptGroupElement=+HTMLElement label ?disabled ; HTMLOptionElement=+HTMLElement label text
    value #index ?defaultSelected ?disabled ?selected ; HTMLOptionsCollection=#length
    #selectedIndex ; HTMLOrSVGElement=#tabIndex ?autofocus ; HTMLOutputElement=+HTMLElement
    defaultValue name type validationMessage value ?willValidate ;
    HTMLParagraphElement=+HTMLElement align ; HTMLParamElement=+HTMLElement name type value
    valueType ; HTMLPictureElement=+HTMLElement ; HTMLPreElement=+HTMLElement #width ;
    HTMLProgressElement=+HTMLElement #max #position #value ; HTMLQuoteElement=+HTMLElement cite ;
    HTMLScriptElement=+HTMLElement charset event htmlFor integrity referrerPolicy src text type
    ?async ?defer ?noModule ; HTMLSelectElement=+HTMLElement name validationMessage value #length
    #selectedIndex #size ?disabled ?multiple ?required ?willValidate ;
    HTMLSlotElement=+HTMLElement name ; HTMLSourceElement=+HTMLElement media sizes src srcset type
    #height #width ; HTMLSpanElement=+HTMLElement ; HTMLStyleElement=+HTMLElement media type
    ?disabled ; HTMLTableCaptionElement=+HTMLElement align ; HTMLTableCellElement=+HTMLElement
    abbr align axis bgColor ch chOff headers height scope vAlign width #cellIndex #colSpan
    #rowSpan ?noWrap ; HTMLTableColElement=+HTMLElement align ch chOff vAlign width #span ;
    HTMLTableDataCellElement=+HTMLTableCellElement ; HTMLTableElement=+HTMLElement align bgColor
    border cellPadding cellSpacing frame rules summary width ;
    HTMLTableHeaderCellElement=+HTMLTableCellElement ; HTMLTableRowElement=+HTMLElement align
    bgColor ch chOff vAlign #rowIndex #sectionRowIndex ; HTMLTableSectionElement=+HTMLElement
    align ch chOff vAlign ; HTMLTemplateElement=+HTMLElement shadowRootMode ?shadowRootClonable
    ?shadowRootDelegatesFocus ?shadowRootSerializable ; HTMLTextAreaElement=+HTMLElement
    defaultValue dirName name placeholder type validationMessage value wrap #cols #maxLength
    #minLength #rows #selectionEnd #selectionStart #textLength ?disabled ?readOnly ?required
    ?willValidate ; HTMLTimeElement=+HTMLElement dateTime ; HTMLTitleElement=+HTMLElement text ;
    HTMLTrackElement=+HTMLElement kind label src srclang #readyState ?default ;
    HTMLUListElement=+HTMLElement type ?compact ; HTMLUnknownElement=+HTMLElement ;
    HTMLVideoElement=+HTMLMediaElement poster #height #videoHeight #videoWidth #width
    ?disablePictureInPicture ?playsInline ; HashChangeEvent=+Event newURL oldURL ;
    Highlight=#priority ; History=#length ; HkdfParams=+Algorithm ; HmacImportParams=+Algorithm ;
    HmacKeyAlgorithm=+KeyAlgorithm #length ; HmacKeyGenParams=+Algorithm ; IArguments=#length ;
    IDBDatabase=name #version ; IDBIndex=name ?multiEntry ?unique ; IDBKeyRange=?lowerOpen
    ?upperOpen ; IDBObjectStore=name ?autoIncrement ; IDBVersionChangeEvent=+Event #oldVersion ;
    IIRFilterNode=+AudioNode ; IdleDeadline=?didTimeout ; ImageBitmap=#height #width ;
    ImageData=#height #width ; ImageDecodeResult=?complete ; ImageDecoder=type ?complete ;
    ImageDecoderInit=type ; ImageTrack=#frameCount #repetitionCount ?animated ?selected ;
    ImageTrackList=#length #selectedIndex ; ImportMeta=url ; InputDeviceInfo=+MediaDeviceInfo ;
    InputEvent=+UIEvent inputType ?isComposing ; IntersectionObserver=rootMargin ;
    IntersectionObserverEntry=#intersectionRatio #time ?isIntersecting ; KeyAlgorithm=name ;
    KeyboardEvent=+UIEvent code key #charCode #keyCode #location ?altKey ?ctrlKey ?isComposing
    ?metaKey ?repeat ?shiftKey ; LargestContentfulPaint=+PerformanceEntry id url #loadTime
    #renderTime #size ; Location=hash host hostname href origin pathname port protocol search ;
    Lock=name ; MIDIAccess=?sysexEnabled ; MIDIConnectionEvent=+Event ; MIDIInput=+MIDIPort ;
    MIDIMessageEvent=+Event ; MIDIOutput=+MIDIPort ; MIDIPort=id ; MathMLElement=+Element
    +HTMLOrSVGElement ; MediaCapabilitiesDecodingInfo=+MediaCapabilitiesInfo ;
    MediaCapabilitiesEncodingInfo=+MediaCapabilitiesInfo ; MediaCapabilitiesInfo=?powerEfficient
    ?smooth ?supported ; MediaCapabilitiesKeySystemConfiguration=keySystem ;
    MediaDeviceInfo=deviceId groupId label ; MediaElementAudioSourceNode=+AudioNode ;
    MediaEncryptedEvent=+Event initDataType ; MediaError=message #code ; MediaImage=src ;
    MediaKeyMessageEvent=+Event ; MediaKeySession=sessionId #expiration ; MediaKeyStatusMap=#size
    ; MediaKeySystemAccess=keySystem ; MediaList=mediaText #length ; MediaMetadata=album artist
    title ; MediaQueryList=media ?matches ; MediaQueryListEvent=+Event media ?matches ;
    MediaRecorder=mimeType #audioBitsPerSecond #videoBitsPerSecond ; MediaSource=#duration ;
    MediaStream=id ?active ; MediaStreamAudioDestinationNode=+AudioNode ;
    MediaStreamAudioSourceNode=+AudioNode ; MediaStreamTrack=contentHint id kind label ?enabled
    ?muted ; MediaStreamTrackEvent=+Event ; MimeType=description suffixes type ;
    MimeTypeArray=#length ; MouseEvent=+UIEvent #button #buttons #clientX #clientY #layerX #layerY
    #movementX #movementY #offsetX #offsetY #pageX #pageY #screenX #screenY #x #y ?altKey ?ctrlKey
    ?metaKey ?shiftKey ; NamedNodeMap=#length ; NavigationHistoryEntry=id key #index ?sameDocument
    ; Navigator=+NavigatorAutomationInformation +NavigatorConcurrentHardware +NavigatorCookies
    +NavigatorID +NavigatorLanguage +NavigatorOnLine +NavigatorPlugins #maxTouchPoints ;
    NavigatorAutomationInformation=?webdriver ; NavigatorConcurrentHardware=#hardwareConcurrency ;
    NavigatorCookies=?cookieEnabled ; NavigatorID=appCodeName appName appVersion platform product
    productSub userAgent vendor vendorSub ; NavigatorLanguage=language ; NavigatorOnLine=?onLine ;
    NavigatorPlugins=?pdfViewerEnabled ; Node=baseURI nodeName #nodeType ?isConnected ;
    NodeIterator=#whatToShow ?pointerBeforeReferenceNode ; NodeList=#length ; Notification=badge
    body icon lang tag title ?requireInteraction ; OfflineAudioCompletionEvent=+Event ;
    OfflineAudioContext=+BaseAudioContext #length ; OfflineAudioContextOptions=#length #sampleRate
    ; OffscreenCanvas=#height #width ; OffscreenCanvasRenderingContext2D=+CanvasCompositing
    +CanvasFilters +CanvasImageSmoothing +CanvasPathDrawingStyles +CanvasShadowStyles
    +CanvasTextDrawingStyles ; OscillatorNode=+AudioScheduledSourceNode ;
    OverconstrainedError=+DOMException constraint ; PageRevealEvent=+Event ; PageSwapEvent=+Event
    ; PageTransitionEvent=+Event ?persisted ; PannerNode=+AudioNode #coneInnerAngle
    #coneOuterAngle #coneOuterGain #maxDistance #refDistance #rolloffFactor ; ParentNode=+Node
    #childElementCount ; PaymentAddress=city country dependentLocality organization phone
    postalCode recipient region sortingCode ; PaymentCurrencyAmount=currency value ;
    PaymentDetailsModifier=supportedMethods ; PaymentItem=label ;
    PaymentMethodChangeEvent=+PaymentRequestUpdateEvent methodName ;
    PaymentMethodData=supportedMethods ; PaymentRequest=id ; PaymentRequestUpdateEvent=+Event ;
    PaymentResponse=methodName requestId ; PaymentShippingOption=id label ;
    Pbkdf2Params=+Algorithm #iterations ; Performance=#timeOrigin ; PerformanceEntry=entryType
    name #duration #startTime ; PerformanceEventTiming=+PerformanceEntry #processingEnd
    #processingStart ?cancelable ; PerformanceMark=+PerformanceEntry ;
    PerformanceMeasure=+PerformanceEntry ; PerformanceNavigation=#redirectCount #type ;
    PerformanceNavigationTiming=+PerformanceResourceTiming #domComplete #domContentLoadedEventEnd
    #domContentLoadedEventStart #domInteractive #loadEventEnd #loadEventStart #redirectCount
    #unloadEventEnd #unloadEventStart ; PerformancePaintTiming=+PerformanceEntry ;
    PerformanceResourceTiming=+PerformanceEntry initiatorType nextHopProtocol #connectEnd
    #connectStart #decodedBodySize #domainLookupEnd #domainLookupStart #encodedBodySize
    #fetchStart #redirectEnd #redirectStart #requestStart #responseEnd #responseStart
    #responseStatus #secureConnectionStart #transferSize #workerStart ;
    PerformanceServerTiming=description name #duration ; PerformanceTiming=#connectEnd
    #connectStart #domComplete #domContentLoadedEventEnd #domContentLoadedEventStart
    #domInteractive #domLoading #domainLookupEnd #domainLookupStart #fetchStart #loadEventEnd
    #loadEventStart #navigationStart #redirectEnd #redirectStart #requestStart #responseEnd
    #responseStart #secureConnectionStart #unloadEventEnd #unloadEventStart ;
    PermissionStatus=name ; PictureInPictureEvent=+Event ; PictureInPictureWindow=#height #width ;
    PlaneLayout=#offset #stride ; Plugin=description filename name #length ; PluginArray=#length ;
    PointerEvent=+MouseEvent pointerType #altitudeAngle #azimuthAngle #height #pointerId #pressure
    #tangentialPressure #tiltX #tiltY #twist #width ?isPrimary ; PopStateEvent=+Event
    ?hasUAVisualTransition ; PopoverInvokerElement=popoverTargetAction ;
    ProcessingInstruction=+CharacterData target ; PromiseRejectionEvent=+Event ;
    PropertyDefinition=name ?inherits ; PublicKeyCredential=+Credential ;
    PublicKeyCredentialCreationOptionsJSON=challenge ; PublicKeyCredentialDescriptorJSON=id type ;
    PublicKeyCredentialEntity=name ; PublicKeyCredentialParameters=#alg ;
    PublicKeyCredentialRequestOptionsJSON=challenge ;
    PublicKeyCredentialRpEntity=+PublicKeyCredentialEntity ;
    PublicKeyCredentialUserEntity=+PublicKeyCredentialEntity displayName ;
    PublicKeyCredentialUserEntityJSON=displayName id name ; PushSubscription=endpoint ;
    PushSubscriptionOptions=?userVisibleOnly ; QueuingStrategyInit=#highWaterMark ;
    RTCCertificate=#expires ; RTCDTMFSender=toneBuffer ?canInsertDTMF ;
    RTCDTMFToneChangeEvent=+Event tone ; RTCDataChannel=label protocol #bufferedAmount
    #bufferedAmountLowThreshold ?negotiated ?ordered ; RTCDataChannelEvent=+Event ;
    RTCEncodedAudioFrame=#timestamp ; RTCEncodedVideoFrame=#timestamp ; RTCError=+DOMException ;
    RTCErrorEvent=+Event ; RTCIceCandidate=candidate ; RTCIceCandidatePairStats=+RTCStats
    localCandidateId remoteCandidateId transportId ;
    RTCInboundRtpStreamStats=+RTCReceivedRtpStreamStats trackIdentifier ;
    RTCOutboundRtpStreamStats=+RTCSentRtpStreamStats ; RTCPeerConnectionIceErrorEvent=+Event
    errorText url #errorCode ; RTCPeerConnectionIceErrorEventInit=#errorCode ;
    RTCPeerConnectionIceEvent=+Event ; RTCReceivedRtpStreamStats=+RTCRtpStreamStats ;
    RTCRtpCodec=mimeType #clockRate ; RTCRtpCodecParameters=+RTCRtpCodec #payloadType ;
    RTCRtpContributingSource=#rtpTimestamp #source #timestamp ;
    RTCRtpHeaderExtensionCapability=uri ; RTCRtpHeaderExtensionParameters=uri #id ;
    RTCRtpSendParameters=transactionId ; RTCRtpStreamStats=+RTCStats kind #ssrc ;
    RTCRtpSynchronizationSource=+RTCRtpContributingSource ; RTCSctpTransport=#maxMessageSize ;
    RTCSentRtpStreamStats=+RTCRtpStreamStats ; RTCSessionDescription=sdp ; RTCStats=id #timestamp
    ; RTCTrackEvent=+Event ; RTCTransportStats=+RTCStats ; RadioNodeList=value ;
    Range=+AbstractRange ; RangeError=+Error ; ReferenceError=+Error ; RegExp=source flags
    #lastIndex ?global ?ignoreCase ?multiline ?sticky ?unicode ?dotAll ?hasIndices ?unicodeSets ;
    RegExpExecArray=input #index ; Report=type url ; Request=+Body integrity method referrer url
    ?keepalive ; ResizeObserverSize=#blockSize #inlineSize ; Response=+Body statusText url #status
    ?ok ?redirected ; RsaHashedImportParams=+Algorithm ; RsaHashedKeyAlgorithm=+RsaKeyAlgorithm ;
    RsaHashedKeyGenParams=+RsaKeyGenParams ; RsaKeyAlgorithm=+KeyAlgorithm #modulusLength ;
    RsaKeyGenParams=+Algorithm #modulusLength ; RsaOaepParams=+Algorithm ; RsaPssParams=+Algorithm
    #saltLength ; SVGAElement=+SVGGraphicsElement rel ; SVGAngle=valueAsString #unitType #value
    #valueInSpecifiedUnits ; SVGAnimateElement=+SVGAnimationElement ;
    SVGAnimateMotionElement=+SVGAnimationElement ; SVGAnimateTransformElement=+SVGAnimationElement
    ; SVGAnimatedBoolean=?animVal ?baseVal ; SVGAnimatedEnumeration=#animVal #baseVal ;
    SVGAnimatedInteger=#animVal #baseVal ; SVGAnimatedNumber=#animVal #baseVal ;
    SVGAnimatedString=animVal baseVal ; SVGAnimationElement=+SVGElement ;
    SVGCircleElement=+SVGGeometryElement ; SVGClipPathElement=+SVGElement ;
    SVGComponentTransferFunctionElement=+SVGElement ; SVGDefsElement=+SVGGraphicsElement ;
    SVGDescElement=+SVGElement ; SVGElement=-className +Element +HTMLOrSVGElement ;
    SVGEllipseElement=+SVGGeometryElement ; SVGFEBlendElement=+SVGElement ;
    SVGFEColorMatrixElement=+SVGElement ; SVGFEComponentTransferElement=+SVGElement ;
    SVGFECompositeElement=+SVGElement ; SVGFEConvolveMatrixElement=+SVGElement ;
    SVGFEDiffuseLightingElement=+SVGElement ; SVGFEDisplacementMapElement=+SVGElement ;
    SVGFEDistantLightElement=+SVGElement ; SVGFEDropShadowElement=+SVGElement ;
    SVGFEFloodElement=+SVGElement ; SVGFEFuncAElement=+SVGComponentTransferFunctionElement ;
    SVGFEFuncBElement=+SVGComponentTransferFunctionElement ;
    SVGFEFuncGElement=+SVGComponentTransferFunctionElement ;
    SVGFEFuncRElement=+SVGComponentTransferFunctionElement ; SVGFEGaussianBlurElement=+SVGElement
    ; SVGFEImageElement=+SVGElement ; SVGFEMergeElement=+SVGElement ;
    SVGFEMergeNodeElement=+SVGElement ; SVGFEMorphologyElement=+SVGElement ;
    SVGFEOffsetElement=+SVGElement ; SVGFEPointLightElement=+SVGElement ;
    SVGFESpecularLightingElement=+SVGElement ; SVGFESpotLightElement=+SVGElement ;
    SVGFETileElement=+SVGElement ; SVGFETurbulenceElement=+SVGElement ;
    SVGFilterElement=+SVGElement ; SVGForeignObjectElement=+SVGGraphicsElement ;
    SVGGElement=+SVGGraphicsElement ; SVGGeometryElement=+SVGGraphicsElement ;
    SVGGradientElement=+SVGElement ; SVGGraphicsElement=+SVGElement ;
    SVGImageElement=+SVGGraphicsElement ; SVGLength=valueAsString #unitType #value
    #valueInSpecifiedUnits ; SVGLengthList=#length #numberOfItems ;
    SVGLineElement=+SVGGeometryElement ; SVGLinearGradientElement=+SVGGradientElement ;
    SVGMPathElement=+SVGElement ; SVGMarkerElement=+SVGElement ; SVGMaskElement=+SVGElement ;
    SVGMetadataElement=+SVGElement ; SVGNumber=#value ; SVGNumberList=#length #numberOfItems ;
    SVGPathElement=+SVGGeometryElement ; SVGPatternElement=+SVGElement ; SVGPointList=#length
    #numberOfItems ; SVGPolygonElement=+SVGGeometryElement ;
    SVGPolylineElement=+SVGGeometryElement ; SVGPreserveAspectRatio=#align #meetOrSlice ;
    SVGRadialGradientElement=+SVGGradientElement ; SVGRectElement=+SVGGeometryElement ;
    SVGSVGElement=+SVGGraphicsElement #currentScale ; SVGScriptElement=+SVGElement type ;
    SVGSetElement=+SVGAnimationElement ; SVGStopElement=+SVGElement ; SVGStringList=#length
    #numberOfItems ; SVGStyleElement=+SVGElement media title type ?disabled ;
    SVGSwitchElement=+SVGGraphicsElement ; SVGSymbolElement=+SVGElement ;
    SVGTSpanElement=+SVGTextPositioningElement ; SVGTextContentElement=+SVGGraphicsElement ;
    SVGTextElement=+SVGTextPositioningElement ; SVGTextPathElement=+SVGTextContentElement ;
    SVGTextPositioningElement=+SVGTextContentElement ; SVGTitleElement=+SVGElement ;
    SVGTransform=#angle #type ; SVGTransformList=#length #numberOfItems ;
    SVGUseElement=+SVGGraphicsElement ; SVGViewElement=+SVGElement ; Screen=#availHeight
    #availWidth #colorDepth #height #pixelDepth #width ; ScreenOrientation=#angle ;
    ScriptProcessorNode=+AudioNode #bufferSize ; SecurityPolicyViolationEvent=+Event blockedURI
    documentURI effectiveDirective originalPolicy referrer sample sourceFile violatedDirective
    #columnNumber #lineNumber #statusCode ; Selection=direction type #anchorOffset #focusOffset
    #rangeCount ?isCollapsed ; ServiceWorker=scriptURL ; ServiceWorkerRegistration=scope ;
    ShadowRoot=+DocumentFragment innerHTML ?clonable ?delegatesFocus ?serializable ;
    SharedArrayBuffer=#byteLength ; SourceBuffer=#appendWindowEnd #appendWindowStart
    #timestampOffset ?updating ; SourceBufferList=#length ;
    SpeechRecognitionAlternative=transcript #confidence ; SpeechRecognitionResult=#length ?isFinal
    ; SpeechRecognitionResultList=#length ; SpeechSynthesis=?paused ?pending ?speaking ;
    SpeechSynthesisErrorEvent=+SpeechSynthesisEvent ; SpeechSynthesisEvent=+Event name #charIndex
    #charLength #elapsedTime ; SpeechSynthesisUtterance=lang text #pitch #rate #volume ;
    SpeechSynthesisVoice=lang name voiceURI ?default ?localService ; StaticRange=+AbstractRange ;
    StaticRangeInit=#endOffset #startOffset ; StereoPannerNode=+AudioNode ; Storage=#length ;
    StorageEvent=+Event url ; StyleMedia=type ; StylePropertyMap=+StylePropertyMapReadOnly ;
    StylePropertyMapReadOnly=#size ; StyleSheet=type ?disabled ; StyleSheetList=#length ;
    SubmitEvent=+Event ; SyntaxError=+Error ; Text=+CharacterData wholeText ;
    TextDecoder=+TextDecoderCommon ; TextDecoderCommon=encoding ?fatal ?ignoreBOM ;
    TextDecoderStream=+TextDecoderCommon ; TextEncoder=+TextEncoderCommon ;
    TextEncoderCommon=encoding ; TextEncoderEncodeIntoResult=#read #written ;
    TextEncoderStream=+TextEncoderCommon ; TextEvent=+UIEvent data ;
    TextMetrics=#actualBoundingBoxAscent #actualBoundingBoxDescent #actualBoundingBoxLeft
    #actualBoundingBoxRight #alphabeticBaseline #emHeightAscent #emHeightDescent
    #fontBoundingBoxAscent #fontBoundingBoxDescent #hangingBaseline #ideographicBaseline #width ;
    TextTrack=id inBandMetadataTrackDispatchType label language ; TextTrackCue=id #endTime
    #startTime ?pauseOnExit ; TextTrackCueList=#length ; TextTrackList=#length ;
    TimeRanges=#length ; ToggleEvent=+Event newState oldState ; Touch=#clientX #clientY #force
    #identifier #pageX #pageY #radiusX #radiusY #rotationAngle #screenX #screenY ;
    TouchEvent=+UIEvent ?altKey ?ctrlKey ?metaKey ?shiftKey ; TouchInit=#identifier ;
    TouchList=#length ; TrackEvent=+Event ; TransitionEvent=+Event propertyName pseudoElement
    #elapsedTime ; TreeWalker=#whatToShow ; TypeError=+Error ; UIEvent=+Event #detail #which ;
    URIError=+Error ; URLSearchParams=#size ; UserActivation=?hasBeenActive ?isActive ;
    VTTCue=+TextTrackCue text #size ?snapToLines ; VTTRegion=id #lines #regionAnchorX
    #regionAnchorY #viewportAnchorX #viewportAnchorY #width ; ValidityState=?badInput ?customError
    ?patternMismatch ?rangeOverflow ?rangeUnderflow ?stepMismatch ?tooLong ?tooShort ?typeMismatch
    ?valid ?valueMissing ; VideoConfiguration=contentType #bitrate #framerate #height #width ;
    VideoDecoder=#decodeQueueSize ; VideoDecoderConfig=codec ; VideoEncoder=#encodeQueueSize ;
    VideoEncoderConfig=codec #height #width ; VideoFrame=#codedHeight #codedWidth #displayHeight
    #displayWidth #timestamp ; VideoFrameBufferInit=#codedHeight #codedWidth #timestamp ;
    VideoFrameCallbackMetadata=#expectedDisplayTime #height #mediaTime #presentationTime
    #presentedFrames #width ; VideoPlaybackQuality=#corruptedVideoFrames #creationTime
    #droppedVideoFrames #totalVideoFrames ; VisualViewport=#height #offsetLeft #offsetTop
    #pageLeft #pageTop #scale #width ; WakeLockSentinel=?released ; WaveShaperNode=+AudioNode ;
    WebGL2RenderingContext=+WebGLRenderingContextBase ; WebGLActiveInfo=name #size #type ;
    WebGLContextEvent=+Event statusMessage ; WebGLRenderingContext=+WebGLRenderingContextBase ;
    WebGLRenderingContextBase=#drawingBufferHeight #drawingBufferWidth ;
    WebGLShaderPrecisionFormat=#precision #rangeMax #rangeMin ; WebSocket=extensions protocol url
    #bufferedAmount #readyState ; WebTransportDatagramDuplexStream=#incomingHighWaterMark
    #maxDatagramSize #outgoingHighWaterMark ; WebTransportError=+DOMException ;
    WheelEvent=+MouseEvent #deltaMode #deltaX #deltaY #deltaZ ; Window=+WindowOrWorkerGlobalScope
    name status #devicePixelRatio #innerHeight #innerWidth #length #orientation #outerHeight
    #outerWidth #pageXOffset #pageYOffset #screenLeft #screenTop #screenX #screenY #scrollX
    #scrollY ?closed ?originAgentCluster ; WindowOrWorkerGlobalScope=origin ?crossOriginIsolated
    ?isSecureContext ; XMLDocument=+Document ; XMLHttpRequest=responseText responseURL statusText
    #readyState #status #timeout ?withCredentials ; XPathResult=stringValue #numberValue
    #resultType #snapshotLength ?booleanValue ?invalidIteratorState
"""

MEMBERS: Final = {
    name.strip(): tuple(words.split())
    for name, _, words in (entry.partition("=") for entry in _ENTRIES.split(";"))
}
"""The members of a class: numbers begin with a number sign, truth values with a question mark.

One after a plus is a class whose members it has as well, but for those after a minus.
"""

_TEXT: Final = Primitive("string")
_KINDS: Final = {"#": Primitive("number"), "?": Primitive("boolean")}


def plain_members(name: str) -> Iterator[tuple[str, Primitive]]:
    """The plain members of a class, its own and inherited ones, with their types."""
    waiting, seen = [name], {name}
    while waiting:
        for word in MEMBERS.get(waiting.pop(), ()):
            mark, rest = word[0], word[1:]
            if mark in "+-":
                waiting += (rest,) if mark == "+" and rest not in seen else ()
                seen.add(rest)
            else:
                member, kind = (rest, _KINDS[mark]) if mark in _KINDS else (word, _TEXT)
                if member not in seen:
                    yield member, kind
