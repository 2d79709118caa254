"""The members of the library's interfaces that are functions, and of its values: `typeof URL`.

They are those of TypeScript 5.9's `lib.dom` and `lib.esnext`; a test compares them. The module is
only loaded where a member of the library is asked for.
"""

from __future__ import annotations

from typing import Final

__all__ = ["FUNCTIONS"]

_ENTRIES: Final = """
    ANGLE_instanced_arrays=drawArraysInstancedANGLE drawElementsInstancedANGLE
    vertexAttribDivisorANGLE ; AbortController=abort ; AbortSignal=onabort~ throwIfAborted ;
    AbstractWorker=addEventListener onerror~ removeEventListener ;
    AnalyserNode=getByteFrequencyData getByteTimeDomainData getFloatFrequencyData
    getFloatTimeDomainData ; Animatable=animate getAnimations ; Animation=cancel commitStyles
    finish oncancel~ onfinish~ onremove~ pause persist play reverse updatePlaybackRate ;
    AnimationEffect=getComputedTiming getTiming updateTiming ;
    AnimationFrameProvider=cancelAnimationFrame requestAnimationFrame ; Array=at concat
    copyWithin entries every fill filter find findIndex findLast findLastIndex flat flatMap
    forEach includes indexOf join keys lastIndexOf map pop push reduce reduceRight reverse
    shift slice some sort splice toLocaleString toReversed toSorted toSpliced toString unshift
    values with ; ArrayBuffer=resize slice transfer transferToFixedLength ;
    ArrayBufferConstructor=isView ; ArrayConstructor=from fromAsync isArray of ;
    AsyncDisposableStack=adopt defer disposeAsync move use ; AsyncGenerator=return throw ;
    AsyncIterator=next return? throw? ; Atomics=add and compareExchange exchange isLockFree
    load notify or pause store sub wait waitAsync xor ; AudioBuffer=copyFromChannel
    copyToChannel getChannelData ; AudioContext=close createMediaElementSource
    createMediaStreamDestination createMediaStreamSource getOutputTimestamp resume suspend ;
    AudioData=allocationSize clone close copyTo ; AudioDecoder=close configure decode flush
    ondequeue~ reset ; AudioDecoderInit=error output ; AudioEncoder=close configure encode
    flush ondequeue~ reset ; AudioEncoderInit=error output ; AudioListener=setOrientation
    setPosition ; AudioNode=connect disconnect ; AudioParam=cancelAndHoldAtTime
    cancelScheduledValues exponentialRampToValueAtTime linearRampToValueAtTime setTargetAtTime
    setValueAtTime setValueCurveAtTime ; AudioScheduledSourceNode=onended~ start stop ;
    AudioWorkletNode=onprocessorerror~ ; AuthenticatorAttestationResponse=getAuthenticatorData
    getPublicKey getPublicKeyAlgorithm getTransports ; BaseAudioContext=createAnalyser
    createBiquadFilter createBuffer createBufferSource createChannelMerger
    createChannelSplitter createConstantSource createConvolver createDelay
    createDynamicsCompressor createGain createIIRFilter createOscillator createPanner
    createPeriodicWave createScriptProcessor createStereoPanner createWaveShaper
    decodeAudioData onstatechange~ ; BigInt=toLocaleString toString valueOf ; BigInt64Array=at
    copyWithin entries every fill filter find findIndex findLast findLastIndex forEach includes
    indexOf join keys lastIndexOf map reduce reduceRight reverse set slice some sort subarray
    toLocaleString toReversed toSorted toString valueOf values with ;
    BigInt64ArrayConstructor=from of ; BigIntConstructor=asIntN asUintN ; BigUint64Array=at
    copyWithin entries every fill filter find findIndex findLast findLastIndex forEach includes
    indexOf join keys lastIndexOf map reduce reduceRight reverse set slice some sort subarray
    toLocaleString toReversed toSorted toString valueOf values with ;
    BigUint64ArrayConstructor=from of ; BiquadFilterNode=getFrequencyResponse ;
    Blob=arrayBuffer bytes slice stream text ; Body=arrayBuffer blob bytes formData json text ;
    Boolean=valueOf ; BroadcastChannel=close onmessageerror~ onmessage~ postMessage ;
    ByteLengthQueuingStrategy=size ; CSSGroupingRule=deleteRule insertRule ;
    CSSKeyframesRule=appendRule deleteRule findRule ; CSSNumericArray=entries forEach keys
    values ; CSSNumericValue=add div equals max min mul sub to toSum type ; CSSRuleList=item ;
    CSSStyleDeclaration=getPropertyPriority getPropertyValue item removeProperty setProperty ;
    CSSStyleSheet=addRule deleteRule insertRule removeRule replace replaceSync ;
    CSSStyleValue=toString ; CSSTransformComponent=toMatrix toString ;
    CSSTransformValue=entries forEach keys toMatrix values ; CSSUnparsedValue=entries forEach
    keys values ; Cache=add addAll delete keys match matchAll put ; CacheStorage=delete has
    keys match open ; CanvasCaptureMediaStreamTrack=requestFrame ; CanvasDrawImage=drawImage ;
    CanvasDrawPath=beginPath clip fill isPointInPath isPointInStroke stroke ;
    CanvasFillStrokeStyles=createConicGradient createLinearGradient createPattern
    createRadialGradient ; CanvasGradient=addColorStop ; CanvasImageData=createImageData
    getImageData putImageData ; CanvasPath=arc arcTo bezierCurveTo closePath ellipse lineTo
    moveTo quadraticCurveTo rect roundRect ; CanvasPathDrawingStyles=getLineDash setLineDash ;
    CanvasPattern=setTransform ; CanvasRect=clearRect fillRect strokeRect ;
    CanvasSettings=getContextAttributes ; CanvasState=isContextLost reset restore save ;
    CanvasText=fillText measureText strokeText ; CanvasTransform=getTransform resetTransform
    rotate scale setTransform transform translate ; CanvasUserInterface=drawFocusIfNeeded ;
    CaretPosition=getClientRect ; CharacterData=appendData deleteData insertData replaceData
    substringData ; ChildNode=after before remove replaceWith ;
    ClassAccessorDecoratorContext=addInitializer ; ClassAccessorDecoratorResult=get? init? set?
    ; ClassAccessorDecoratorTarget=get set ; ClassDecoratorContext=addInitializer ;
    ClassFieldDecoratorContext=addInitializer ; ClassGetterDecoratorContext=addInitializer ;
    ClassMethodDecoratorContext=addInitializer ; ClassSetterDecoratorContext=addInitializer ;
    Clipboard=read readText write writeText ; ClipboardItem=getType ;
    CompositionEvent=initCompositionEvent ; ConcatArray=join slice ; Console=assert clear count
    countReset debug dir dirxml error group groupCollapsed groupEnd info log table time timeEnd
    timeLog timeStamp trace warn ; CookieStore=delete get getAll onchange~ set ;
    CookieStoreManager=getSubscriptions subscribe unsubscribe ; CountQueuingStrategy=size ;
    CredentialsContainer=create get preventSilentAccess store ; Crypto=getRandomValues
    randomUUID ; CustomElementRegistry=define get getName upgrade whenDefined ;
    CustomEvent=initCustomEvent ; DOMImplementation=createDocument createDocumentType
    createHTMLDocument hasFeature ; DOMMatrix=invertSelf multiplySelf preMultiplySelf
    rotateAxisAngleSelf rotateFromVectorSelf rotateSelf scale3dSelf scaleSelf setMatrixValue
    skewXSelf skewYSelf translateSelf ; DOMMatrixReadOnly=flipX flipY inverse multiply rotate
    rotateAxisAngle rotateFromVector scale scale3d scaleNonUniform skewX skewY toFloat32Array
    toFloat64Array toJSON toString transformPoint translate ; DOMParser=parseFromString ;
    DOMPointReadOnly=matrixTransform toJSON ; DOMQuad=getBounds toJSON ; DOMRectList=item ;
    DOMRectReadOnly=toJSON ; DOMStringList=contains item ; DOMTokenList=add contains entries
    forEach item keys remove replace supports toString toggle values ; DataTransfer=clearData
    getData setData setDragImage ; DataTransferItem=getAsFile getAsString webkitGetAsEntry ;
    DataTransferItemList=add clear remove ; DataView=getBigInt64 getBigUint64 getFloat16
    getFloat32 getFloat64 getInt16 getInt32 getInt8 getUint16 getUint32 getUint8 setBigInt64
    setBigUint64 setFloat16 setFloat32 setFloat64 setInt16 setInt32 setInt8 setUint16 setUint32
    setUint8 ; Date=getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth
    getSeconds getTime getTimezoneOffset getUTCDate getUTCDay getUTCFullYear getUTCHours
    getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds setDate setFullYear setHours
    setMilliseconds setMinutes setMonth setSeconds setTime setUTCDate setUTCFullYear
    setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds toDateString
    toISOString toJSON toLocaleDateString toLocaleString toLocaleTimeString toString
    toTimeString toUTCString valueOf ; DateConstructor=UTC now parse ; DisposableStack=adopt
    defer dispose move use ; Document=adoptNode captureEvents caretPositionFromPoint
    caretRangeFromPoint clear close createAttribute createAttributeNS createCDATASection
    createComment createDocumentFragment createElement createElementNS createEvent
    createNodeIterator createProcessingInstruction createRange createTextNode createTreeWalker
    execCommand exitFullscreen exitPictureInPicture exitPointerLock getElementsByClassName
    getElementsByName getElementsByTagName getElementsByTagNameNS getSelection hasFocus
    hasStorageAccess importNode onfullscreenchange~ onfullscreenerror~ onpointerlockchange~
    onpointerlockerror~ onreadystatechange~ onvisibilitychange~ open queryCommandEnabled
    queryCommandIndeterm queryCommandState queryCommandSupported queryCommandValue
    releaseEvents requestStorageAccess startViewTransition write writeln ;
    DocumentOrShadowRoot=elementFromPoint elementsFromPoint getAnimations ;
    Element=attachShadow checkVisibility closest computedStyleMap getAttribute getAttributeNS
    getAttributeNames getAttributeNode getAttributeNodeNS getBoundingClientRect getClientRects
    getElementsByClassName getElementsByTagName getElementsByTagNameNS getHTML hasAttribute
    hasAttributeNS hasAttributes hasPointerCapture insertAdjacentElement insertAdjacentHTML
    insertAdjacentText matches onfullscreenchange~ onfullscreenerror~ releasePointerCapture
    removeAttribute removeAttributeNS removeAttributeNode requestFullscreen requestPointerLock
    scroll scrollBy scrollIntoView scrollTo setAttribute setAttributeNS setAttributeNode
    setAttributeNodeNS setHTMLUnsafe setPointerCapture toggleAttribute webkitMatchesSelector ;
    ElementInternals=checkValidity reportValidity setFormValue setValidity ;
    EncodedAudioChunk=copyTo ; EncodedVideoChunk=copyTo ; ErrorConstructor=isError ;
    Event=composedPath initEvent preventDefault stopImmediatePropagation stopPropagation ;
    EventListenerObject=handleEvent ; EventSource=close onerror~ onmessage~ onopen~ ;
    EventTarget=addEventListener dispatchEvent removeEventListener ; External=AddSearchProvider
    IsSearchProviderInstalled ; FileList=item ; FileReader=abort onabort~ onerror~ onloadend~
    onloadstart~ onload~ onprogress~ readAsArrayBuffer readAsBinaryString readAsDataURL
    readAsText ; FileSystemDirectoryEntry=createReader getDirectory getFile ;
    FileSystemDirectoryHandle=getDirectoryHandle getFileHandle removeEntry resolve ;
    FileSystemDirectoryReader=readEntries ; FileSystemEntry=getParent ;
    FileSystemFileEntry=file ; FileSystemFileHandle=createWritable getFile ;
    FileSystemHandle=isSameEntry ; FileSystemWritableFileStream=seek truncate write ;
    FinalizationRegistry=register unregister ; Float16Array=at copyWithin entries every fill
    filter find findIndex findLast findLastIndex forEach includes indexOf join keys lastIndexOf
    map reduce reduceRight reverse set slice some sort subarray toLocaleString toReversed
    toSorted toString valueOf values with ; Float16ArrayConstructor=from of ; Float32Array=at
    copyWithin entries every fill filter find findIndex findLast findLastIndex forEach includes
    indexOf join keys lastIndexOf map reduce reduceRight reverse set slice some sort subarray
    toLocaleString toReversed toSorted toString valueOf values with ;
    Float32ArrayConstructor=from of ; Float64Array=at copyWithin entries every fill filter find
    findIndex findLast findLastIndex forEach includes indexOf join keys lastIndexOf map reduce
    reduceRight reverse set slice some sort subarray toLocaleString toReversed toSorted
    toString valueOf values with ; Float64ArrayConstructor=from of ; FontFace=load ;
    FontFaceSet=check load onloadingdone~ onloadingerror~ onloading~ ; FormData=append delete
    entries forEach get getAll has keys set values ; Function=apply bind call caller toString ;
    GamepadHapticActuator=playEffect reset ; Generator=return throw ; Geolocation=clearWatch
    getCurrentPosition watchPosition ; GeolocationCoordinates=toJSON ;
    GeolocationPosition=toJSON ; GlobalEventHandlers=addEventListener onabort~
    onanimationcancel~ onanimationend~ onanimationiteration~ onanimationstart~ onauxclick~
    onbeforeinput~ onbeforematch~ onbeforetoggle~ onblur~ oncancel~ oncanplaythrough~
    oncanplay~ onchange~ onclick~ onclose~ oncontextlost~ oncontextmenu~ oncontextrestored~
    oncopy~ oncuechange~ oncut~ ondblclick~ ondragend~ ondragenter~ ondragleave~ ondragover~
    ondragstart~ ondrag~ ondrop~ ondurationchange~ onemptied~ onended~ onerror~ onfocus~
    onformdata~ ongotpointercapture~ oninput~ oninvalid~ onkeydown~ onkeypress~ onkeyup~
    onloadeddata~ onloadedmetadata~ onloadstart~ onload~ onlostpointercapture~ onmousedown~
    onmouseenter~ onmouseleave~ onmousemove~ onmouseout~ onmouseover~ onmouseup~ onpaste~
    onpause~ onplaying~ onplay~ onpointercancel~ onpointerdown~ onpointerenter~ onpointerleave~
    onpointermove~ onpointerout~ onpointerover~ onpointerrawupdate~ onpointerup~ onprogress~
    onratechange~ onreset~ onresize~ onscrollend~ onscroll~ onsecuritypolicyviolation~
    onseeked~ onseeking~ onselectionchange~ onselectstart~ onselect~ onslotchange~ onstalled~
    onsubmit~ onsuspend~ ontimeupdate~ ontoggle~ ontouchcancel~? ontouchend~? ontouchmove~?
    ontouchstart~? ontransitioncancel~ ontransitionend~ ontransitionrun~ ontransitionstart~
    onvolumechange~ onwaiting~ onwebkitanimationend~ onwebkitanimationiteration~
    onwebkitanimationstart~ onwebkittransitionend~ onwheel~ removeEventListener ;
    HTMLAllCollection=item namedItem ; HTMLButtonElement=checkValidity reportValidity
    setCustomValidity ; HTMLCanvasElement=captureStream getContext toBlob toDataURL
    transferControlToOffscreen ; HTMLCollection=namedItem ; HTMLCollectionBase=item ;
    HTMLCollectionOf=namedItem ; HTMLDialogElement=close requestClose show showModal ;
    HTMLElement=attachInternals click hidePopover showPopover togglePopover ;
    HTMLEmbedElement=getSVGDocument ; HTMLFieldSetElement=checkValidity reportValidity
    setCustomValidity ; HTMLFormControlsCollection=namedItem ; HTMLFormElement=checkValidity
    reportValidity requestSubmit reset submit ; HTMLHyperlinkElementUtils=toString ;
    HTMLIFrameElement=getSVGDocument ; HTMLImageElement=decode ; HTMLInputElement=checkValidity
    reportValidity select setCustomValidity setRangeText setSelectionRange showPicker stepDown
    stepUp ; HTMLMarqueeElement=start stop ; HTMLMediaElement=addTextTrack canPlayType fastSeek
    load onencrypted~ onwaitingforkey~ pause play setMediaKeys setSinkId ;
    HTMLObjectElement=checkValidity getSVGDocument reportValidity setCustomValidity ;
    HTMLOptionsCollection=add remove ; HTMLOrSVGElement=blur focus ;
    HTMLOutputElement=checkValidity reportValidity setCustomValidity ; HTMLSelectElement=add
    checkValidity item namedItem reportValidity setCustomValidity showPicker ;
    HTMLSlotElement=assign assignedElements assignedNodes ; HTMLTableElement=createCaption
    createTBody createTFoot createTHead deleteCaption deleteRow deleteTFoot deleteTHead
    insertRow ; HTMLTableRowElement=deleteCell insertCell ; HTMLTableSectionElement=deleteRow
    insertRow ; HTMLTextAreaElement=checkValidity reportValidity select setCustomValidity
    setRangeText setSelectionRange ; HTMLVideoElement=cancelVideoFrameCallback
    getVideoPlaybackQuality onenterpictureinpicture~ onleavepictureinpicture~
    requestPictureInPicture requestVideoFrameCallback ; Headers=append delete entries forEach
    get getSetCookie has keys set values ; History=back forward go pushState replaceState ;
    IArguments=callee ; IDBCursor=advance continue continuePrimaryKey delete update ;
    IDBDatabase=close createObjectStore deleteObjectStore onabort~ onclose~ onerror~
    onversionchange~ transaction ; IDBFactory=cmp databases deleteDatabase open ;
    IDBIndex=count get getAll getAllKeys getKey openCursor openKeyCursor ; IDBKeyRange=includes
    ; IDBObjectStore=add clear count createIndex delete deleteIndex get getAll getAllKeys
    getKey index openCursor openKeyCursor put ; IDBOpenDBRequest=onblocked~ onupgradeneeded~ ;
    IDBRequest=onerror~ onsuccess~ ; IDBTransaction=abort commit objectStore onabort~
    oncomplete~ onerror~ ; IIRFilterNode=getFrequencyResponse ; IdleDeadline=timeRemaining ;
    ImageBitmap=close ; ImageBitmapRenderingContext=transferFromImageBitmap ;
    ImageCapture=getPhotoCapabilities getPhotoSettings takePhoto ; ImageDecoder=close decode
    reset ; ImportMeta=resolve ; InputDeviceInfo=getCapabilities ; InputEvent=getTargetRanges ;
    Int16Array=at copyWithin entries every fill filter find findIndex findLast findLastIndex
    forEach includes indexOf join keys lastIndexOf map reduce reduceRight reverse set slice
    some sort subarray toLocaleString toReversed toSorted toString valueOf values with ;
    Int16ArrayConstructor=from of ; Int32Array=at copyWithin entries every fill filter find
    findIndex findLast findLastIndex forEach includes indexOf join keys lastIndexOf map reduce
    reduceRight reverse set slice some sort subarray toLocaleString toReversed toSorted
    toString valueOf values with ; Int32ArrayConstructor=from of ; Int8Array=at copyWithin
    entries every fill filter find findIndex findLast findLastIndex forEach includes indexOf
    join keys lastIndexOf map reduce reduceRight reverse set slice some sort subarray
    toLocaleString toReversed toSorted toString valueOf values with ; Int8ArrayConstructor=from
    of ; IntersectionObserver=disconnect observe takeRecords unobserve ; Iterator=next return?
    throw? ; IteratorObject=drop every filter find flatMap forEach map reduce some take toArray
    ; JSON=parse stringify ; KeyboardEvent=getModifierState initKeyboardEvent ;
    KeyframeEffect=getKeyframes setKeyframes ; Location=assign reload replace toString ;
    LockManager=query request ; MIDIAccess=onstatechange~ ; MIDIInput=onmidimessage~ ;
    MIDIOutput=send ; MIDIPort=close onstatechange~ open ; Map=clear delete entries forEach get
    has keys set values ; MapConstructor=groupBy ; Math=abs acos acosh asin asinh atan atan2
    atanh cbrt ceil clz32 cos cosh exp expm1 f16round floor fround hypot imul log log10 log1p
    log2 max min pow random round sign sin sinh sqrt tan tanh trunc ;
    MediaCapabilities=decodingInfo encodingInfo ; MediaDeviceInfo=toJSON ;
    MediaDevices=enumerateDevices getDisplayMedia getSupportedConstraints getUserMedia
    ondevicechange~ ; MediaKeySession=close generateRequest load onkeystatuseschange~
    onmessage~ remove update ; MediaKeyStatusMap=entries forEach get has keys values ;
    MediaKeySystemAccess=createMediaKeys getConfiguration ; MediaKeys=createSession
    getStatusForPolicy setServerCertificate ; MediaList=appendMedium deleteMedium item toString
    ; MediaQueryList=addListener onchange~ removeListener ; MediaRecorder=ondataavailable~
    onerror~ onpause~ onresume~ onstart~ onstop~ pause requestData resume start stop ;
    MediaSession=setActionHandler setCameraActive setMicrophoneActive setPositionState ;
    MediaSource=addSourceBuffer clearLiveSeekableRange endOfStream onsourceclose~
    onsourceended~ onsourceopen~ removeSourceBuffer setLiveSeekableRange ; MediaStream=addTrack
    clone getAudioTracks getTrackById getTracks getVideoTracks onaddtrack~ onremovetrack~
    removeTrack ; MediaStreamTrack=applyConstraints clone getCapabilities getConstraints
    getSettings onended~ onmute~ onunmute~ stop ; MessageEvent=initMessageEvent ;
    MessageEventTarget=addEventListener onmessageerror~ onmessage~ removeEventListener ;
    MessagePort=close postMessage start ; MimeTypeArray=item namedItem ;
    MouseEvent=getModifierState initMouseEvent ; MutationObserver=disconnect observe
    takeRecords ; NamedNodeMap=getNamedItem getNamedItemNS item removeNamedItem
    removeNamedItemNS setNamedItem setNamedItemNS ; NavigationHistoryEntry=getState ondispose~
    ; NavigationPreloadManager=disable enable getState setHeaderValue ; Navigator=canShare
    getGamepads requestMIDIAccess requestMediaKeySystemAccess sendBeacon share vibrate ;
    NavigatorBadge=clearAppBadge setAppBadge ; NavigatorContentUtils=registerProtocolHandler ;
    NavigatorLogin=setStatus ; NavigatorPlugins=javaEnabled ; Node=appendChild cloneNode
    compareDocumentPosition contains getRootNode hasChildNodes insertBefore isDefaultNamespace
    isEqualNode isSameNode lookupNamespaceURI lookupPrefix normalize removeChild replaceChild ;
    NodeIterator=detach nextNode previousNode ; NodeList=entries forEach item keys values ;
    NonElementParentNode=getElementById ; Notification=close onclick~ onclose~ onerror~ onshow~
    ; Number=toExponential toFixed toLocaleString toPrecision toString valueOf ;
    NumberConstructor=isFinite isInteger isNaN isSafeInteger parseFloat parseInt ;
    OES_draw_buffers_indexed=blendEquationSeparateiOES blendEquationiOES blendFuncSeparateiOES
    blendFunciOES colorMaskiOES disableiOES enableiOES ;
    OES_vertex_array_object=bindVertexArrayOES createVertexArrayOES deleteVertexArrayOES
    isVertexArrayOES ; OVR_multiview2=framebufferTextureMultiviewOVR ; Object=constructor
    hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf ;
    ObjectConstructor=assign create defineProperties defineProperty entries freeze fromEntries
    getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames
    getOwnPropertySymbols getPrototypeOf groupBy hasOwn is isExtensible isFrozen isSealed keys
    preventExtensions seal setPrototypeOf values ; OfflineAudioContext=oncomplete~ resume
    startRendering suspend ; OffscreenCanvas=convertToBlob getContext oncontextlost~
    oncontextrestored~ transferToImageBitmap ; OscillatorNode=setPeriodicWave ;
    PannerNode=setOrientation setPosition ; ParentNode=append prepend querySelector
    querySelectorAll replaceChildren ; Path2D=addPath ; PaymentAddress=toJSON ;
    PaymentRequest=abort canMakePayment onpaymentmethodchange~ onshippingaddresschange~
    onshippingoptionchange~ show ; PaymentRequestUpdateEvent=updateWith ;
    PaymentResponse=complete onpayerdetailchange~ retry toJSON ; Performance=clearMarks
    clearMeasures clearResourceTimings getEntries getEntriesByName getEntriesByType mark
    measure now onresourcetimingbufferfull~ setResourceTimingBufferSize toJSON ;
    PerformanceEntry=toJSON ; PerformanceNavigation=toJSON ; PerformanceObserver=disconnect
    observe takeRecords ; PerformanceObserverEntryList=getEntries getEntriesByName
    getEntriesByType ; PerformanceServerTiming=toJSON ; PerformanceTiming=toJSON ;
    PermissionStatus=onchange~ ; Permissions=query ; PictureInPictureWindow=onresize~ ;
    Plugin=item namedItem ; PluginArray=item namedItem refresh ;
    PointerEvent=getCoalescedEvents getPredictedEvents ; Promise=catch finally then ;
    PromiseConstructor=all allSettled any race reject resolve try withResolvers ;
    PromiseLike=then ; PromiseWithResolvers=reject resolve ; PropertyDescriptor=get? set? ;
    ProxyConstructor=revocable ; ProxyHandler=apply? construct? defineProperty? deleteProperty?
    get? getOwnPropertyDescriptor? getPrototypeOf? has? isExtensible? ownKeys?
    preventExtensions? set? setPrototypeOf? ; PublicKeyCredential=getClientExtensionResults
    toJSON ; PushManager=getSubscription permissionState subscribe ; PushSubscription=getKey
    toJSON unsubscribe ; QueuingStrategy=size? ; RTCCertificate=getFingerprints ;
    RTCDTMFSender=insertDTMF ontonechange~ ; RTCDataChannel=close onbufferedamountlow~ onclose~
    onclosing~ onerror~ onmessage~ onopen~ send ; RTCDtlsTransport=getRemoteCertificates
    onerror~ onstatechange~ ; RTCEncodedAudioFrame=getMetadata ;
    RTCEncodedVideoFrame=getMetadata ; RTCIceCandidate=toJSON ;
    RTCIceTransport=getSelectedCandidatePair ongatheringstatechange~
    onselectedcandidatepairchange~ onstatechange~ ; RTCPeerConnection=addIceCandidate addTrack
    addTransceiver close createAnswer createDataChannel createOffer getConfiguration
    getReceivers getSenders getStats getTransceivers onconnectionstatechange~ ondatachannel~
    onicecandidateerror~ onicecandidate~ oniceconnectionstatechange~ onicegatheringstatechange~
    onnegotiationneeded~ onsignalingstatechange~ ontrack~ removeTrack restartIce
    setConfiguration setLocalDescription setRemoteDescription ;
    RTCRtpReceiver=getContributingSources getParameters getStats getSynchronizationSources ;
    RTCRtpSender=getParameters getStats replaceTrack setParameters setStreams ;
    RTCRtpTransceiver=setCodecPreferences stop ; RTCSctpTransport=onstatechange~ ;
    RTCSessionDescription=toJSON ; Range=cloneContents cloneRange collapse
    compareBoundaryPoints comparePoint createContextualFragment deleteContents detach
    extractContents getBoundingClientRect getClientRects insertNode intersectsNode
    isPointInRange selectNode selectNodeContents setEnd setEndAfter setEndBefore setStart
    setStartAfter setStartBefore surroundContents toString ; ReadableByteStreamController=close
    enqueue error ; ReadableStream=cancel getReader pipeThrough pipeTo tee ;
    ReadableStreamBYOBReader=read releaseLock ; ReadableStreamBYOBRequest=respond
    respondWithNewView ; ReadableStreamDefaultController=close enqueue error ;
    ReadableStreamDefaultReader=read releaseLock ; ReadableStreamGenericReader=cancel ;
    ReadonlyArray=at concat entries every filter find findIndex findLast findLastIndex flat
    flatMap forEach includes indexOf join keys lastIndexOf map reduce reduceRight slice some
    toLocaleString toReversed toSorted toSpliced toString values with ; ReadonlyMap=entries
    forEach get has keys values ; ReadonlySet=difference entries forEach has intersection
    isDisjointFrom isSubsetOf isSupersetOf keys symmetricDifference union values ;
    ReadonlySetLike=has keys ; RegExp=compile exec test ;
    RemotePlayback=cancelWatchAvailability onconnecting~ onconnect~ ondisconnect~ prompt
    watchAvailability ; Report=toJSON ; ReportBody=toJSON ; ReportingObserver=disconnect
    observe takeRecords ; Request=clone ; ResizeObserver=disconnect observe unobserve ;
    Response=clone ; SVGAngle=convertToSpecifiedUnits newValueSpecifiedUnits ;
    SVGAnimationElement=beginElement beginElementAt endElement endElementAt getCurrentTime
    getSimpleDuration getStartTime ; SVGFEDropShadowElement=setStdDeviation ;
    SVGFEGaussianBlurElement=setStdDeviation ; SVGGeometryElement=getPointAtLength
    getTotalLength isPointInFill isPointInStroke ; SVGGraphicsElement=getBBox getCTM
    getScreenCTM ; SVGLength=convertToSpecifiedUnits newValueSpecifiedUnits ;
    SVGLengthList=appendItem clear getItem initialize insertItemBefore removeItem replaceItem ;
    SVGMarkerElement=setOrientToAngle setOrientToAuto ; SVGNumberList=appendItem clear getItem
    initialize insertItemBefore removeItem replaceItem ; SVGPointList=appendItem clear getItem
    initialize insertItemBefore removeItem replaceItem ; SVGSVGElement=animationsPaused
    checkEnclosure checkIntersection createSVGAngle createSVGLength createSVGMatrix
    createSVGNumber createSVGPoint createSVGRect createSVGTransform
    createSVGTransformFromMatrix deselectAll forceRedraw getCurrentTime getElementById
    getEnclosureList getIntersectionList pauseAnimations setCurrentTime suspendRedraw
    unpauseAnimations unsuspendRedraw unsuspendRedrawAll ; SVGStringList=appendItem clear
    getItem initialize insertItemBefore removeItem replaceItem ;
    SVGTextContentElement=getCharNumAtPosition getComputedTextLength getEndPositionOfChar
    getExtentOfChar getNumberOfChars getRotationOfChar getStartPositionOfChar
    getSubStringLength selectSubString ; SVGTransform=setMatrix setRotate setScale setSkewX
    setSkewY setTranslate ; SVGTransformList=appendItem clear consolidate
    createSVGTransformFromMatrix getItem initialize insertItemBefore removeItem replaceItem ;
    ScreenOrientation=onchange~ unlock ; ScriptProcessorNode=onaudioprocess~ ;
    Selection=addRange collapse collapseToEnd collapseToStart containsNode deleteFromDocument
    empty extend getComposedRanges getRangeAt modify removeAllRanges removeRange
    selectAllChildren setBaseAndExtent setPosition toString ; ServiceWorker=onstatechange~
    postMessage ; ServiceWorkerContainer=getRegistration getRegistrations oncontrollerchange~
    onmessageerror~ onmessage~ register startMessages ;
    ServiceWorkerRegistration=getNotifications onupdatefound~ showNotification unregister
    update ; Set=add clear delete difference entries forEach has intersection isDisjointFrom
    isSubsetOf isSupersetOf keys symmetricDifference union values ; ShadowRoot=getHTML
    onslotchange~ setHTMLUnsafe ; SharedArrayBuffer=grow slice ; SourceBuffer=abort
    appendBuffer changeType onabort~ onerror~ onupdateend~ onupdatestart~ onupdate~ remove ;
    SourceBufferList=onaddsourcebuffer~ onremovesourcebuffer~ ; SpeechRecognitionResult=item ;
    SpeechRecognitionResultList=item ; SpeechSynthesis=cancel getVoices onvoiceschanged~ pause
    resume speak ; SpeechSynthesisUtterance=onboundary~ onend~ onerror~ onmark~ onpause~
    onresume~ onstart~ ; StartViewTransitionOptions=update~? ; Storage=clear getItem key
    removeItem setItem ; StorageEvent=initStorageEvent ; StorageManager=estimate getDirectory
    persist persisted ; String=anchor at big blink bold charAt charCodeAt codePointAt concat
    endsWith fixed fontcolor fontsize includes indexOf isWellFormed italics lastIndexOf link
    localeCompare match matchAll normalize padEnd padStart repeat replace replaceAll search
    slice small split startsWith strike sub substr substring sup toLocaleLowerCase
    toLocaleUpperCase toLowerCase toString toUpperCase toWellFormed trim trimEnd trimLeft
    trimRight trimStart valueOf ; StringConstructor=fromCharCode fromCodePoint raw ;
    StyleMedia=matchMedium ; StylePropertyMap=append clear delete set ;
    StylePropertyMapReadOnly=entries forEach get getAll has keys values ; StyleSheetList=item ;
    SubtleCrypto=decrypt deriveBits deriveKey digest encrypt exportKey generateKey importKey
    sign unwrapKey verify wrapKey ; Symbol=toString valueOf ; SymbolConstructor=for keyFor ;
    Text=splitText ; TextDecoder=decode ; TextEncoder=encode encodeInto ;
    TextEvent=initTextEvent ; TextTrack=addCue oncuechange~ removeCue ; TextTrackCue=onenter~
    onexit~ ; TextTrackCueList=getCueById ; TextTrackList=getTrackById onaddtrack~ onchange~
    onremovetrack~ ; TimeRanges=end start ; TouchList=item ;
    TransformStreamDefaultController=enqueue error terminate ; Transformer=flush? start?
    transform? ; TreeWalker=firstChild lastChild nextNode nextSibling parentNode previousNode
    previousSibling ; TypedPropertyDescriptor=get? set? ; UIEvent=initUIEvent ; URL=toJSON
    toString ; URLSearchParams=append delete entries forEach get getAll has keys set sort
    toString values ; Uint16Array=at copyWithin entries every fill filter find findIndex
    findLast findLastIndex forEach includes indexOf join keys lastIndexOf map reduce
    reduceRight reverse set slice some sort subarray toLocaleString toReversed toSorted
    toString valueOf values with ; Uint16ArrayConstructor=from of ; Uint32Array=at copyWithin
    entries every fill filter find findIndex findLast findLastIndex forEach includes indexOf
    join keys lastIndexOf map reduce reduceRight reverse set slice some sort subarray
    toLocaleString toReversed toSorted toString valueOf values with ;
    Uint32ArrayConstructor=from of ; Uint8Array=at copyWithin entries every fill filter find
    findIndex findLast findLastIndex forEach includes indexOf join keys lastIndexOf map reduce
    reduceRight reverse set slice some sort subarray toLocaleString toReversed toSorted
    toString valueOf values with ; Uint8ArrayConstructor=from of ; Uint8ClampedArray=at
    copyWithin entries every fill filter find findIndex findLast findLastIndex forEach includes
    indexOf join keys lastIndexOf map reduce reduceRight reverse set slice some sort subarray
    toLocaleString toReversed toSorted toString valueOf values with ;
    Uint8ClampedArrayConstructor=from of ; UnderlyingByteSource=cancel? pull? start? ;
    UnderlyingDefaultSource=cancel? pull? start? ; UnderlyingSink=abort? close? start? write? ;
    UnderlyingSource=cancel? pull? start? ; VTTCue=getCueAsHTML ; VideoColorSpace=toJSON ;
    VideoDecoder=close configure decode flush ondequeue~ reset ; VideoDecoderInit=error output
    ; VideoEncoder=close configure encode flush ondequeue~ reset ; VideoEncoderInit=error
    output ; VideoFrame=allocationSize clone close copyTo ; ViewTransition=skipTransition ;
    VisualViewport=onresize~ onscroll~ ; WEBGL_compressed_texture_astc=getSupportedProfiles ;
    WEBGL_debug_shaders=getTranslatedShaderSource ; WEBGL_draw_buffers=drawBuffersWEBGL ;
    WEBGL_lose_context=loseContext restoreContext ;
    WEBGL_multi_draw=multiDrawArraysInstancedWEBGL multiDrawArraysWEBGL
    multiDrawElementsInstancedWEBGL multiDrawElementsWEBGL ; WakeLock=request ;
    WakeLockSentinel=onrelease~ release ; WeakMap=delete get has set ; WeakRef=deref ;
    WeakSet=add delete has ; WebGL2RenderingContextBase=beginQuery beginTransformFeedback
    bindBufferBase bindBufferRange bindSampler bindTransformFeedback bindVertexArray
    blitFramebuffer clearBufferfi clearBufferfv clearBufferiv clearBufferuiv clientWaitSync
    compressedTexImage3D compressedTexSubImage3D copyBufferSubData copyTexSubImage3D
    createQuery createSampler createTransformFeedback createVertexArray deleteQuery
    deleteSampler deleteSync deleteTransformFeedback deleteVertexArray drawArraysInstanced
    drawBuffers drawElementsInstanced drawRangeElements endQuery endTransformFeedback fenceSync
    framebufferTextureLayer getActiveUniformBlockName getActiveUniformBlockParameter
    getActiveUniforms getBufferSubData getFragDataLocation getIndexedParameter
    getInternalformatParameter getQuery getQueryParameter getSamplerParameter getSyncParameter
    getTransformFeedbackVarying getUniformBlockIndex getUniformIndices invalidateFramebuffer
    invalidateSubFramebuffer isQuery isSampler isSync isTransformFeedback isVertexArray
    pauseTransformFeedback readBuffer renderbufferStorageMultisample resumeTransformFeedback
    samplerParameterf samplerParameteri texImage3D texStorage2D texStorage3D texSubImage3D
    transformFeedbackVaryings uniform1ui uniform1uiv uniform2ui uniform2uiv uniform3ui
    uniform3uiv uniform4ui uniform4uiv uniformBlockBinding uniformMatrix2x3fv
    uniformMatrix2x4fv uniformMatrix3x2fv uniformMatrix3x4fv uniformMatrix4x2fv
    uniformMatrix4x3fv vertexAttribDivisor vertexAttribI4i vertexAttribI4iv vertexAttribI4ui
    vertexAttribI4uiv vertexAttribIPointer waitSync ;
    WebGL2RenderingContextOverloads=bufferData bufferSubData compressedTexImage2D
    compressedTexSubImage2D readPixels texImage2D texSubImage2D uniform1fv uniform1iv
    uniform2fv uniform2iv uniform3fv uniform3iv uniform4fv uniform4iv uniformMatrix2fv
    uniformMatrix3fv uniformMatrix4fv ; WebGLRenderingContextBase=activeTexture attachShader
    bindAttribLocation bindBuffer bindFramebuffer bindRenderbuffer bindTexture blendColor
    blendEquation blendEquationSeparate blendFunc blendFuncSeparate checkFramebufferStatus
    clear clearColor clearDepth clearStencil colorMask compileShader copyTexImage2D
    copyTexSubImage2D createBuffer createFramebuffer createProgram createRenderbuffer
    createShader createTexture cullFace deleteBuffer deleteFramebuffer deleteProgram
    deleteRenderbuffer deleteShader deleteTexture depthFunc depthMask depthRange detachShader
    disable disableVertexAttribArray drawArrays drawElements enable enableVertexAttribArray
    finish flush framebufferRenderbuffer framebufferTexture2D frontFace generateMipmap
    getActiveAttrib getActiveUniform getAttachedShaders getAttribLocation getBufferParameter
    getContextAttributes getError getExtension getFramebufferAttachmentParameter getParameter
    getProgramInfoLog getProgramParameter getRenderbufferParameter getShaderInfoLog
    getShaderParameter getShaderPrecisionFormat getShaderSource getSupportedExtensions
    getTexParameter getUniform getUniformLocation getVertexAttrib getVertexAttribOffset hint
    isBuffer isContextLost isEnabled isFramebuffer isProgram isRenderbuffer isShader isTexture
    lineWidth linkProgram pixelStorei polygonOffset renderbufferStorage sampleCoverage scissor
    shaderSource stencilFunc stencilFuncSeparate stencilMask stencilMaskSeparate stencilOp
    stencilOpSeparate texParameterf texParameteri uniform1f uniform1i uniform2f uniform2i
    uniform3f uniform3i uniform4f uniform4i useProgram validateProgram vertexAttrib1f
    vertexAttrib1fv vertexAttrib2f vertexAttrib2fv vertexAttrib3f vertexAttrib3fv
    vertexAttrib4f vertexAttrib4fv vertexAttribPointer viewport ;
    WebGLRenderingContextOverloads=bufferData bufferSubData compressedTexImage2D
    compressedTexSubImage2D readPixels texImage2D texSubImage2D uniform1fv uniform1iv
    uniform2fv uniform2iv uniform3fv uniform3iv uniform4fv uniform4iv uniformMatrix2fv
    uniformMatrix3fv uniformMatrix4fv ; WebSocket=close onclose~ onerror~ onmessage~ onopen~
    send ; WebTransport=close createBidirectionalStream createUnidirectionalStream ;
    Window=alert blur cancelIdleCallback captureEvents close confirm focus getComputedStyle
    getSelection matchMedia moveBy moveTo ondevicemotion~ ondeviceorientationabsolute~
    ondeviceorientation~ onorientationchange~ open postMessage print prompt releaseEvents
    requestIdleCallback resizeBy resizeTo scroll scrollBy scrollTo stop ;
    WindowEventHandlers=addEventListener onafterprint~ onbeforeprint~ onbeforeunload~
    ongamepadconnected~ ongamepaddisconnected~ onhashchange~ onlanguagechange~ onmessageerror~
    onmessage~ onoffline~ ononline~ onpagehide~ onpagereveal~ onpageshow~ onpageswap~
    onpopstate~ onrejectionhandled~ onstorage~ onunhandledrejection~ onunload~
    removeEventListener ; WindowOrWorkerGlobalScope=atob btoa clearInterval clearTimeout
    createImageBitmap fetch queueMicrotask reportError setInterval setTimeout structuredClone ;
    Worker=postMessage terminate ; Worklet=addModule ; WritableStream=abort close getWriter ;
    WritableStreamDefaultController=error ; WritableStreamDefaultWriter=abort close releaseLock
    write ; XMLHttpRequest=abort getAllResponseHeaders getResponseHeader onreadystatechange~
    open overrideMimeType send setRequestHeader ; XMLHttpRequestEventTarget=onabort~ onerror~
    onloadend~ onloadstart~ onload~ onprogress~ ontimeout~ ; XMLSerializer=serializeToString ;
    XPathEvaluatorBase=createExpression createNSResolver evaluate ; XPathExpression=evaluate ;
    XPathResult=iterateNext snapshotItem ; XSLTProcessor=clearParameters getParameter
    importStylesheet removeParameter reset setParameter transformToDocument transformToFragment
    ; typeof AbortSignal=abort any timeout ; typeof AudioDecoder=isConfigSupported ; typeof
    AudioEncoder=isConfigSupported ; typeof CSSNumericValue=parse ; typeof CSSStyleValue=parse
    parseAll ; typeof ClipboardItem=supports ; typeof DOMMatrix=fromFloat32Array
    fromFloat64Array fromMatrix ; typeof DOMMatrixReadOnly=fromFloat32Array fromFloat64Array
    fromMatrix ; typeof DOMPoint=fromPoint ; typeof DOMPointReadOnly=fromPoint ; typeof
    DOMQuad=fromQuad fromRect ; typeof DOMRect=fromRect ; typeof DOMRectReadOnly=fromRect ;
    typeof Document=parseHTMLUnsafe ; typeof HTMLScriptElement=supports ; typeof
    IDBKeyRange=bound lowerBound only upperBound ; typeof ImageDecoder=isTypeSupported ; typeof
    MediaRecorder=isTypeSupported ; typeof MediaSource=isTypeSupported ; typeof
    Notification=requestPermission ; typeof PublicKeyCredential=getClientCapabilities
    isConditionalMediationAvailable isUserVerifyingPlatformAuthenticatorAvailable
    parseCreationOptionsFromJSON parseRequestOptionsFromJSON ; typeof
    RTCPeerConnection=generateCertificate ; typeof RTCRtpReceiver=getCapabilities ; typeof
    RTCRtpSender=getCapabilities ; typeof Response=error json redirect ; typeof
    SVGMatrix=fromFloat32Array fromFloat64Array fromMatrix ; typeof SVGPoint=fromPoint ; typeof
    SVGRect=fromRect ; typeof URL=canParse createObjectURL parse revokeObjectURL ; typeof
    VideoDecoder=isConfigSupported ; typeof VideoEncoder=isConfigSupported ; typeof
    WebKitCSSMatrix=fromFloat32Array fromFloat64Array fromMatrix ; typeof webkitURL=canParse
    createObjectURL parse revokeObjectURL
"""

FUNCTIONS: Final = {
    " ".join(name.split()): tuple(words.split())
    for name, _, words in (entry.partition("=") for entry in _ENTRIES.split(";"))
}
"""The functions of an interface or a value; `~` at the end says that one may be null, and `?` that
it may be absent.
"""
