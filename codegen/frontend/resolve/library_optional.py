"""The texts, numbers and truth values of the library's interfaces that may be null or absent.

They are those of TypeScript 5.9's `lib.dom` and `lib.esnext`; a test compares them. The module is
only loaded where a member of the library is asked for.
"""

from __future__ import annotations

from typing import Final

__all__ = ["OPTIONAL"]

_ENTRIES: Final = """
    ARIAMixin=ariaAtomic~ ariaAutoComplete~ ariaBrailleLabel~ ariaBrailleRoleDescription~
    ariaBusy~ ariaChecked~ ariaColCount~ ariaColIndexText~ ariaColIndex~ ariaColSpan~
    ariaCurrent~ ariaDescription~ ariaDisabled~ ariaExpanded~ ariaHasPopup~ ariaHidden~
    ariaInvalid~ ariaKeyShortcuts~ ariaLabel~ ariaLevel~ ariaLive~ ariaModal~ ariaMultiLine~
    ariaMultiSelectable~ ariaOrientation~ ariaPlaceholder~ ariaPosInSet~ ariaPressed~
    ariaReadOnly~ ariaRelevant~ ariaRequired~ ariaRoleDescription~ ariaRowCount~
    ariaRowIndexText~ ariaRowIndex~ ariaRowSpan~ ariaSelected~ ariaSetSize~ ariaSort~
    ariaValueMax~ ariaValueMin~ ariaValueNow~ ariaValueText~ role~ ;
    AddEventListenerOptions=?once? ?passive? ; AddressErrors=addressLine? city? country?
    dependentLocality? organization? phone? postalCode? recipient? region? sortingCode? ;
    AesGcmParams=#tagLength? ; AnalyserOptions=#fftSize? #maxDecibels? #minDecibels?
    #smoothingTimeConstant? ; AnimationEventInit=animationName? pseudoElement? #elapsedTime? ;
    AssignedNodesOptions=?flatten? ; Attr=namespaceURI~ prefix~ ;
    AudioBufferOptions=#numberOfChannels? ; AudioBufferSourceOptions=#detune? #loopEnd?
    #loopStart? #playbackRate? ?loop? ; AudioConfiguration=channels? #bitrate? #samplerate?
    ?spatialRendering? ; AudioContextOptions=#sampleRate? ; AudioDataCopyToOptions=#frameCount?
    #frameOffset? ; AudioDecoderSupport=?supported? ; AudioEncoderConfig=#bitrate? ;
    AudioEncoderSupport=?supported? ; AudioNodeOptions=#channelCount? ;
    AudioTimestamp=#contextTime? #performanceTime? ; AudioWorkletNodeOptions=#numberOfInputs?
    #numberOfOutputs? ; AuthenticationExtensionsClientInputs=appid? credentialProtectionPolicy?
    ?credProps? ?enforceCredentialProtectionPolicy? ?hmacCreateSecret? ?minPinLength? ;
    AuthenticationExtensionsClientInputsJSON=appid? ?credProps? ;
    AuthenticationExtensionsClientOutputs=?appid? ?hmacCreateSecret? ;
    AuthenticationExtensionsLargeBlobInputs=support? ?read? ;
    AuthenticationExtensionsLargeBlobInputsJSON=support? write? ?read? ;
    AuthenticationExtensionsLargeBlobOutputs=?supported? ?written? ;
    AuthenticationExtensionsPRFOutputs=?enabled? ;
    AuthenticationExtensionsPRFValuesJSON=second? ;
    AuthenticatorSelectionCriteria=?requireResidentKey? ;
    BigIntToLocaleStringOptions=compactDisplay? currency? currencyDisplay? localeMatcher?
    notation? numberingSystem? style? unit? unitDisplay? ?useGrouping? ;
    BiquadFilterOptions=#Q? #detune? #frequency? #gain? ; BlobEventInit=#timecode? ;
    BlobPropertyBag=type? ; CSPViolationReportBody=blockedURL~ referrer~ sample~ sourceFile~
    #columnNumber~ #lineNumber~ ; CSSImportRule=layerName~ supportsText~ ;
    CSSMatrixComponentOptions=?is2D? ; CSSNumericType=#angle? #flex? #frequency? #length?
    #percent? #resolution? #time? ; CSSPropertyRule=initialValue~ ; CSSScopeRule=end~ start~ ;
    CSSStyleSheetInit=baseURL? ?disabled? ; CacheQueryOptions=?ignoreMethod? ?ignoreSearch?
    ?ignoreVary? ; CanvasRenderingContext2DSettings=?alpha? ?desynchronized?
    ?willReadFrequently? ; ChannelMergerOptions=#numberOfInputs? ;
    ChannelSplitterOptions=#numberOfOutputs? ; CheckVisibilityOptions=?checkOpacity?
    ?checkVisibilityCSS? ?contentVisibilityAuto? ?opacityProperty? ?visibilityProperty? ;
    ClassDecoratorContext=name? ; ClientQueryOptions=?includeUncontrolled? ;
    CloseEventInit=reason? #code? ?wasClean? ; CompositionEventInit=data? ;
    ComputedEffectTiming=#currentIteration~? #progress~? ; ComputedKeyframe=#offset~ ;
    ConstantSourceOptions=#offset? ; ConstrainBooleanParameters=?exact? ?ideal? ;
    ConstrainDoubleRange=#exact? #ideal? ; ConstrainULongRange=#exact? #ideal? ;
    ContentVisibilityAutoStateChangeEventInit=?skipped? ;
    ConvolverOptions=?disableNormalization? ; CookieInit=domain~? path? #expires~?
    ?partitioned? ; CookieListItem=name? value? ; CookieStoreDeleteOptions=domain~? path?
    ?partitioned? ; CookieStoreGetOptions=name? url? ; CredentialPropertiesOutput=?rk? ;
    DOMMatrix2DInit=#a? #b? #c? #d? #e? #f? #m11? #m12? #m21? #m22? #m41? #m42? ;
    DOMMatrixInit=#m13? #m14? #m23? #m24? #m31? #m32? #m33? #m34? #m43? #m44? ?is2D? ;
    DOMPointInit=#w? #x? #y? #z? ; DOMRectInit=#height? #width? #x? #y? ;
    DelayOptions=#delayTime? #maxDelayTime? ; DeviceMotionEventAcceleration=#x~ #y~ #z~ ;
    DeviceMotionEventAccelerationInit=#x~? #y~? #z~? ; DeviceMotionEventInit=#interval? ;
    DeviceMotionEventRotationRate=#alpha~ #beta~ #gamma~ ;
    DeviceMotionEventRotationRateInit=#alpha~? #beta~? #gamma~? ;
    DeviceOrientationEvent=#alpha~ #beta~ #gamma~ ; DeviceOrientationEventInit=#alpha~? #beta~?
    #gamma~? ?absolute? ; DocumentTimelineOptions=#originTime? ; DoubleRange=#max? #min? ;
    DynamicsCompressorOptions=#attack? #knee? #ratio? #release? #threshold? ;
    EffectTiming=easing? #delay? #endDelay? #iterationStart? #iterations? #playbackRate? ;
    Element=namespaceURI~ prefix~ ; ElementCreationOptions=is? ;
    ElementDefinitionOptions=extends? ; EncodedAudioChunk=#duration~ ;
    EncodedAudioChunkInit=#duration? ; EncodedVideoChunk=#duration~ ;
    EncodedVideoChunkInit=#duration? ; Error=stack? ; ErrorEventInit=filename? message? #colno?
    #lineno? ; EventInit=?bubbles? ?cancelable? ?composed? ; EventListenerOptions=?capture? ;
    EventModifierInit=?altKey? ?ctrlKey? ?metaKey? ?modifierAltGraph? ?modifierCapsLock?
    ?modifierFn? ?modifierFnLock? ?modifierHyper? ?modifierNumLock? ?modifierScrollLock?
    ?modifierSuper? ?modifierSymbol? ?modifierSymbolLock? ?shiftKey? ;
    EventSourceInit=?withCredentials? ; FilePropertyBag=#lastModified? ;
    FileSystemCreateWritableOptions=?keepExistingData? ; FileSystemFlags=?create? ?exclusive? ;
    FileSystemGetDirectoryOptions=?create? ; FileSystemGetFileOptions=?create? ;
    FileSystemRemoveOptions=?recursive? ; FocusOptions=?preventScroll? ;
    FontFaceDescriptors=ascentOverride? descentOverride? featureSettings? lineGapOverride?
    stretch? style? unicodeRange? weight? ; GainOptions=#gain? ;
    GamepadEffectParameters=#duration? #leftTrigger? #rightTrigger? #startDelay?
    #strongMagnitude? #weakMagnitude? ; GeolocationCoordinates=#altitudeAccuracy~ #altitude~
    #heading~ #speed~ ; GetAnimationsOptions=?subtree? ;
    GetHTMLOptions=?serializableShadowRoots? ; GetNotificationOptions=tag? ;
    GetRootNodeOptions=?composed? ; HTMLElement=popover~ ; HTMLImageElement=crossOrigin~ ;
    HTMLInputElement=#selectionEnd~ #selectionStart~ ; HTMLLinkElement=crossOrigin~ ;
    HTMLMediaElement=crossOrigin~ ; HTMLOrSVGElement=nonce? ; HTMLScriptElement=crossOrigin~ ;
    HashChangeEventInit=newURL? oldURL? ; HmacImportParams=#length? ; HmacKeyGenParams=#length?
    ; IDBDatabaseInfo=name? #version? ; IDBIndexParameters=?multiEntry? ?unique? ;
    IDBObjectStoreParameters=?autoIncrement? ; IDBVersionChangeEvent=#newVersion~ ;
    IDBVersionChangeEventInit=#newVersion~? #oldVersion? ; IdleRequestOptions=#timeout? ;
    ImageBitmapOptions=#resizeHeight? #resizeWidth? ;
    ImageBitmapRenderingContextSettings=?alpha? ; ImageDecodeOptions=#frameIndex?
    ?completeFramesOnly? ; ImageDecoderInit=#desiredHeight? #desiredWidth? ?preferAnimation? ;
    ImageEncodeOptions=type? #quality? ; ImportNodeOptions=?selfOnly? ; InputEvent=data~ ;
    InputEventInit=data~? inputType? ?isComposing? ; IntersectionObserverInit=rootMargin? ;
    JsonWebKey=alg? crv? d? dp? dq? e? k? kty? n? p? q? qi? use? x? y? ?ext? ;
    KeySystemTrackConfiguration=robustness? ; KeyboardEventInit=code? key? #charCode? #keyCode?
    #location? ?isComposing? ?repeat? ; Keyframe=easing? #offset~? ;
    KeyframeAnimationOptions=id? ; KeyframeEffect=pseudoElement~ ;
    KeyframeEffectOptions=pseudoElement~? ; LockInfo=clientId? name? ;
    LockOptions=?ifAvailable? ?steal? ; MIDIOptions=?software? ?sysex? ; MIDIPort=manufacturer~
    name~ version~ ; MediaCapabilitiesKeySystemConfiguration=initDataType? ;
    MediaEncryptedEventInit=initDataType? ; MediaImage=sizes? type? ;
    MediaKeySystemConfiguration=label? ; MediaKeySystemMediaCapability=contentType?
    encryptionScheme~? robustness? ; MediaKeysPolicy=minHdcpVersion? ; MediaMetadataInit=album?
    artist? title? ; MediaPositionState=#duration? #playbackRate? #position? ;
    MediaQueryListEventInit=media? ?matches? ; MediaRecorderOptions=mimeType?
    #audioBitsPerSecond? #bitsPerSecond? #videoBitsPerSecond? ;
    MediaSessionActionDetails=#seekOffset? #seekTime? ?fastSeek? ; MediaSettingsRange=#max?
    #min? #step? ; MediaStreamConstraints=peerIdentity? ?preferCurrentTab? ;
    MediaTrackCapabilities=deviceId? displaySurface? groupId? ; MediaTrackSettings=deviceId?
    displaySurface? facingMode? groupId? whiteBalanceMode? #aspectRatio? #channelCount?
    #frameRate? #height? #sampleRate? #sampleSize? #width? #zoom? ?autoGainControl?
    ?backgroundBlur? ?echoCancellation? ?noiseSuppression? ?torch? ;
    MediaTrackSupportedConstraints=?aspectRatio? ?autoGainControl? ?backgroundBlur?
    ?channelCount? ?deviceId? ?displaySurface? ?echoCancellation? ?facingMode? ?frameRate?
    ?groupId? ?height? ?noiseSuppression? ?sampleRate? ?sampleSize? ?width? ;
    MessageEventInit=lastEventId? origin? ; MouseEventInit=#button? #buttons? #clientX?
    #clientY? #movementX? #movementY? #screenX? #screenY? ; MultiCacheQueryOptions=cacheName? ;
    MutationObserverInit=?attributeOldValue? ?attributes? ?characterData?
    ?characterDataOldValue? ?childList? ?subtree? ; MutationRecord=attributeNamespace~
    attributeName~ oldValue~ ; NavigationHistoryEntry=url~ ;
    NavigationPreloadState=headerValue? ?enabled? ; Navigator=doNotTrack~ ; Node=nodeValue~
    textContent~ ; Notification=?silent~ ; NotificationOptions=badge? body? icon? lang? tag?
    ?requireInteraction? ?silent~? ; OfflineAudioContextOptions=#numberOfChannels? ;
    OptionalEffectTiming=easing? #delay? #endDelay? #iterationStart? #iterations?
    #playbackRate? ; OpusEncoderConfig=#complexity? #frameDuration? #packetlossperc? ?usedtx?
    ?useinbandfec? ; OscillatorOptions=#detune? #frequency? ;
    PageTransitionEventInit=?persisted? ; PannerOptions=#coneInnerAngle? #coneOuterAngle?
    #coneOuterGain? #maxDistance? #orientationX? #orientationY? #orientationZ? #positionX?
    #positionY? #positionZ? #refDistance? #rolloffFactor? ; PayerErrors=email? name? phone? ;
    PaymentDetailsInit=id? ; PaymentDetailsUpdate=error? ; PaymentItem=?pending? ;
    PaymentMethodChangeEventInit=methodName? ; PaymentOptions=?requestPayerEmail?
    ?requestPayerName? ?requestPayerPhone? ?requestShipping? ; PaymentRequest=shippingOption~ ;
    PaymentResponse=payerEmail~ payerName~ payerPhone~ shippingOption~ ;
    PaymentShippingOption=?selected? ; PaymentValidationErrors=error? ;
    PerformanceMarkOptions=#startTime? ; PerformanceMeasureOptions=#duration? ;
    PerformanceObserverInit=type? ?buffered? ; PeriodicWaveConstraints=?disableNormalization? ;
    PhotoSettings=#imageHeight? #imageWidth? ?redEyeReduction? ; PointerEventInit=pointerType?
    #altitudeAngle? #azimuthAngle? #height? #pointerId? #pressure? #tangentialPressure? #tiltX?
    #tiltY? #twist? #width? ?isPrimary? ; PointerLockOptions=?unadjustedMovement? ;
    PositionOptions=#maximumAge? #timeout? ?enableHighAccuracy? ; ProgressEventInit=#loaded?
    #total? ?lengthComputable? ; PropertyDefinition=initialValue? syntax? ;
    PropertyDescriptor=?configurable? ?enumerable? ?writable? ;
    PublicKeyCredential=authenticatorAttachment~ ; PublicKeyCredentialCreationOptions=#timeout?
    ; PublicKeyCredentialCreationOptionsJSON=attestation? #timeout? ;
    PublicKeyCredentialRequestOptions=rpId? #timeout? ;
    PublicKeyCredentialRequestOptionsJSON=rpId? userVerification? #timeout? ;
    PublicKeyCredentialRpEntity=id? ; PushSubscription=#expirationTime~ ;
    PushSubscriptionJSON=endpoint? #expirationTime~? ;
    PushSubscriptionOptionsInit=?userVisibleOnly? ; QueuingStrategy=#highWaterMark? ;
    RTCCertificateExpiration=#expires? ; RTCConfiguration=#iceCandidatePoolSize? ;
    RTCDTMFToneChangeEventInit=tone? ; RTCDataChannel=#id~ #maxPacketLifeTime~ #maxRetransmits~
    ; RTCDataChannelInit=protocol? #id? #maxPacketLifeTime? #maxRetransmits? ?negotiated?
    ?ordered? ; RTCDtlsFingerprint=algorithm? value? ;
    RTCEncodedAudioFrameMetadata=#sequenceNumber? ; RTCEncodedFrameMetadata=mimeType?
    #payloadType? #rtpTimestamp? #synchronizationSource? ;
    RTCEncodedVideoFrameMetadata=#frameId? #height? #spatialIndex? #temporalIndex? #timestamp?
    #width? ; RTCError=#receivedAlert~ #sctpCauseCode~ #sdpLineNumber~ #sentAlert~ ;
    RTCErrorInit=#httpRequestStatusCode? #receivedAlert? #sctpCauseCode? #sdpLineNumber?
    #sentAlert? ; RTCIceCandidate=address~ foundation~ relatedAddress~ sdpMid~
    usernameFragment~ #port~ #priority~ #relatedPort~ #sdpMLineIndex~ ;
    RTCIceCandidateInit=candidate? sdpMid~? usernameFragment~? #sdpMLineIndex~? ;
    RTCIceCandidatePairStats=#availableIncomingBitrate? #availableOutgoingBitrate?
    #bytesDiscardedOnSend? #bytesReceived? #bytesSent? #consentRequestsSent?
    #currentRoundTripTime? #lastPacketReceivedTimestamp? #lastPacketSentTimestamp?
    #packetsDiscardedOnSend? #packetsReceived? #packetsSent? #requestsReceived? #requestsSent?
    #responsesReceived? #responsesSent? #totalRoundTripTime? ?nominated? ;
    RTCIceServer=credential? username? ; RTCInboundRtpStreamStats=decoderImplementation? mid?
    playoutId? remoteId? #audioLevel? #bytesReceived? #concealedSamples? #concealmentEvents?
    #estimatedPlayoutTimestamp? #fecBytesReceived? #fecPacketsDiscarded? #fecPacketsReceived?
    #fecSsrc? #firCount? #frameHeight? #frameWidth? #framesAssembledFromMultiplePackets?
    #framesDecoded? #framesDropped? #framesPerSecond? #framesReceived? #framesRendered?
    #freezeCount? #headerBytesReceived? #insertedSamplesForDeceleration? #jitterBufferDelay?
    #jitterBufferEmittedCount? #jitterBufferMinimumDelay? #jitterBufferTargetDelay?
    #keyFramesDecoded? #lastPacketReceivedTimestamp? #nackCount? #packetsDiscarded?
    #pauseCount? #pliCount? #qpSum? #removedSamplesForAcceleration?
    #retransmittedBytesReceived? #retransmittedPacketsReceived? #rtxSsrc?
    #silentConcealedSamples? #totalAssemblyTime? #totalAudioEnergy? #totalDecodeTime?
    #totalFreezesDuration? #totalInterFrameDelay? #totalPausesDuration? #totalProcessingDelay?
    #totalSamplesDuration? #totalSamplesReceived? #totalSquaredInterFrameDelay? ;
    RTCLocalSessionDescriptionInit=sdp? ; RTCOfferOptions=?iceRestart? ?offerToReceiveAudio?
    ?offerToReceiveVideo? ; RTCOutboundRtpStreamStats=mediaSourceId? mid? remoteId? rid?
    scalabilityMode? #firCount? #frameHeight? #frameWidth? #framesEncoded? #framesPerSecond?
    #framesSent? #headerBytesSent? #hugeFramesSent? #keyFramesEncoded? #nackCount? #pliCount?
    #qpSum? #qualityLimitationResolutionChanges? #retransmittedBytesSent?
    #retransmittedPacketsSent? #rtxSsrc? #targetBitrate? #totalEncodeTime?
    #totalEncodedBytesTarget? #totalPacketSendDelay? ?active? ;
    RTCPeerConnection=?canTrickleIceCandidates~ ; RTCPeerConnectionIceErrorEvent=address~
    #port~ ; RTCPeerConnectionIceErrorEventInit=address~? errorText? url? #port~? ;
    RTCReceivedRtpStreamStats=#jitter? #packetsLost? #packetsReceived? ;
    RTCRtcpParameters=cname? ?reducedSize? ; RTCRtpCodec=sdpFmtpLine? #channels? ;
    RTCRtpCodingParameters=rid? ; RTCRtpContributingSource=#audioLevel? ;
    RTCRtpEncodingParameters=#maxBitrate? #maxFramerate? #scaleResolutionDownBy? ?active? ;
    RTCRtpHeaderExtensionParameters=?encrypted? ; RTCRtpReceiver=#jitterBufferTarget~ ;
    RTCRtpStreamStats=codecId? transportId? ; RTCRtpTransceiver=mid~ ;
    RTCSctpTransport=#maxChannels~ ; RTCSentRtpStreamStats=#bytesSent? #packetsSent? ;
    RTCSessionDescriptionInit=sdp? ; RTCTransportStats=dtlsCipher? iceLocalUsernameFragment?
    localCertificateId? remoteCertificateId? selectedCandidatePairId? srtpCipher? tlsVersion?
    #bytesReceived? #bytesSent? #packetsReceived? #packetsSent? #selectedCandidatePairChanges?
    ; ReadableByteStreamController=#desiredSize~ ;
    ReadableStreamDefaultController=#desiredSize~ ;
    ReadableStreamIteratorOptions=?preventCancel? ; RegExpMatchArray=input? #index? ;
    RegistrationOptions=scope? ; ReportingObserverOptions=?buffered? ; RequestInit=integrity?
    method? referrer? ?keepalive? ; ResponseInit=statusText? #status? ; RsaOtherPrimesInfo=d?
    r? t? ; SVGBoundingBoxOptions=?clipped? ?fill? ?markers? ?stroke? ;
    SVGImageElement=crossOrigin~ ; ScrollToOptions=#left? #top? ;
    SecurityPolicyViolationEventInit=blockedURI? documentURI? effectiveDirective?
    originalPolicy? referrer? sample? sourceFile? violatedDirective? #columnNumber?
    #lineNumber? #statusCode? ; ShadowRootInit=?clonable? ?delegatesFocus? ?serializable? ;
    ShareData=text? title? url? ; SpeechSynthesisEventInit=name? #charIndex? #charLength?
    #elapsedTime? ; StereoPannerOptions=#pan? ; StorageEstimate=#quota? #usage? ;
    StorageEvent=key~ newValue~ oldValue~ ; StorageEventInit=key~? newValue~? oldValue~? url? ;
    StreamPipeOptions=?preventAbort? ?preventCancel? ?preventClose? ; StyleSheet=href~ title~ ;
    Symbol=description? ; TextDecodeOptions=?stream? ; TextDecoderOptions=?fatal? ?ignoreBOM? ;
    ToggleEventInit=newState? oldState? ; TouchInit=#altitudeAngle? #azimuthAngle? #clientX?
    #clientY? #force? #pageX? #pageY? #radiusX? #radiusY? #rotationAngle? #screenX? #screenY? ;
    TransformStreamDefaultController=#desiredSize~ ; TransitionEventInit=propertyName?
    pseudoElement? #elapsedTime? ; TypedPropertyDescriptor=?configurable? ?enumerable?
    ?writable? ; UIEventInit=#detail? #which? ; ULongRange=#max? #min? ;
    UnderlyingByteSource=#autoAllocateChunkSize? ; UnderlyingSource=#autoAllocateChunkSize? ;
    ValidityStateFlags=?badInput? ?customError? ?patternMismatch? ?rangeOverflow?
    ?rangeUnderflow? ?stepMismatch? ?tooLong? ?tooShort? ?typeMismatch? ?valueMissing? ;
    VideoColorSpace=?fullRange~ ; VideoColorSpaceInit=?fullRange~? ;
    VideoConfiguration=scalabilityMode? ?hasAlphaChannel? ; VideoDecoderConfig=#codedHeight?
    #codedWidth? #displayAspectHeight? #displayAspectWidth? ?optimizeForLatency? ;
    VideoDecoderSupport=?supported? ; VideoEncoderConfig=contentHint? scalabilityMode?
    #bitrate? #displayHeight? #displayWidth? #framerate? ; VideoEncoderEncodeOptions=?keyFrame?
    ; VideoEncoderEncodeOptionsForAvc=#quantizer~? ; VideoEncoderSupport=?supported? ;
    VideoFrame=#duration~ ; VideoFrameBufferInit=#displayHeight? #displayWidth? #duration? ;
    VideoFrameCallbackMetadata=#captureTime? #processingDuration? #receiveTime? #rtpTimestamp?
    ; VideoFrameInit=#displayHeight? #displayWidth? #duration? #timestamp? ;
    WebGLContextAttributes=?alpha? ?antialias? ?depth? ?desynchronized?
    ?failIfMajorPerformanceCaveat? ?premultipliedAlpha? ?preserveDrawingBuffer? ?stencil? ;
    WebGLContextEventInit=statusMessage? ; WebTransportCloseInfo=reason? #closeCode? ;
    WebTransportDatagramDuplexStream=#incomingMaxAge~ #outgoingMaxAge~ ;
    WebTransportError=#streamErrorCode~ ; WebTransportErrorOptions=#streamErrorCode~? ;
    WebTransportHash=algorithm? ; WebTransportOptions=?allowPooling? ?requireUnreliable? ;
    WebTransportSendOptions=#sendOrder? ; WheelEventInit=#deltaMode? #deltaX? #deltaY? #deltaZ?
    ; WindowPostMessageOptions=targetOrigin? ; WorkerOptions=name? ;
    WritableStreamDefaultWriter=#desiredSize~ ; WriteParams=#position~? #size~?
"""

OPTIONAL: Final = {
    " ".join(name.split()): tuple(words.split())
    for name, _, words in (entry.partition("=") for entry in _ENTRIES.split(";"))
}
"""The members of an interface, marked as in `MEMBERS`; `~` at the end says that one may be null,
and `?` that it may be absent.
"""
