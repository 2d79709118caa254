"""The names in the web library's registries of elements and events, and of `console`.

They are those of TypeScript 5.9's `lib.dom`; a test compares them. The module is only loaded where
`keyof` is taken of a library class.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["REGISTRIES", "names_of"]

_ENTRIES: Final = """
    AbortSignalEventMap=abort
    AbstractWorkerEventMap=error
    AnimationEventMap=cancel finish remove
    AudioDecoderEventMap=dequeue
    AudioEncoderEventMap=dequeue
    AudioScheduledSourceNodeEventMap=ended
    AudioWorkletNodeEventMap=processorerror
    BaseAudioContextEventMap=statechange
    BroadcastChannelEventMap=message messageerror
    Console=assert clear count countReset debug dir dirxml error group groupCollapsed groupEnd \
info log table time timeEnd timeLog timeStamp trace warn
    CookieStoreEventMap=change
    DocumentEventMap=+GlobalEventHandlersEventMap DOMContentLoaded fullscreenchange \
fullscreenerror pointerlockchange pointerlockerror readystatechange visibilitychange
    ElementEventMap=fullscreenchange fullscreenerror
    EventSourceEventMap=error message open
    FileReaderEventMap=abort error load loadend loadstart progress
    FontFaceSetEventMap=loading loadingdone loadingerror
    GlobalEventHandlersEventMap=abort animationcancel animationend animationiteration \
animationstart auxclick beforeinput beforematch beforetoggle blur cancel canplay canplaythrough \
change click close compositionend compositionstart compositionupdate contextlost contextmenu \
contextrestored copy cuechange cut dblclick drag dragend dragenter dragleave dragover dragstart \
drop durationchange emptied ended error focus focusin focusout formdata gotpointercapture input \
invalid keydown keypress keyup load loadeddata loadedmetadata loadstart lostpointercapture \
mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup paste pause play playing \
pointercancel pointerdown pointerenter pointerleave pointermove pointerout pointerover \
pointerrawupdate pointerup progress ratechange reset resize scroll scrollend \
securitypolicyviolation seeked seeking select selectionchange selectstart slotchange stalled \
submit suspend timeupdate toggle touchcancel touchend touchmove touchstart transitioncancel \
transitionend transitionrun transitionstart volumechange waiting webkitanimationend \
webkitanimationiteration webkitanimationstart webkittransitionend wheel
    HTMLBodyElementEventMap=+HTMLElementEventMap +WindowEventHandlersEventMap
    HTMLElementDeprecatedTagNameMap=acronym applet basefont bgsound big blink center dir font \
frame frameset isindex keygen listing marquee menuitem multicol nextid nobr noembed noframes \
param plaintext rb rtc spacer strike tt xmp
    HTMLElementEventMap=+ElementEventMap +GlobalEventHandlersEventMap
    HTMLElementTagNameMap=a abbr address area article aside audio b base bdi bdo blockquote body \
br button canvas caption cite code col colgroup data datalist dd del details dfn dialog div dl dt \
em embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i \
iframe img input ins kbd label legend li link main map mark menu meta meter nav noscript object \
ol optgroup option output p picture pre progress q rp rt ruby s samp script search section select \
slot small source span strong style sub summary sup table tbody td template textarea tfoot th \
thead time title tr track u ul var video wbr
    HTMLFrameSetElementEventMap=+HTMLElementEventMap +WindowEventHandlersEventMap
    HTMLMediaElementEventMap=+HTMLElementEventMap encrypted waitingforkey
    HTMLVideoElementEventMap=+HTMLMediaElementEventMap enterpictureinpicture \
leavepictureinpicture
    IDBDatabaseEventMap=abort close error versionchange
    IDBOpenDBRequestEventMap=+IDBRequestEventMap blocked upgradeneeded
    IDBRequestEventMap=error success
    IDBTransactionEventMap=abort complete error
    MIDIAccessEventMap=statechange
    MIDIInputEventMap=+MIDIPortEventMap midimessage
    MIDIPortEventMap=statechange
    MathMLElementEventMap=+ElementEventMap +GlobalEventHandlersEventMap
    MathMLElementTagNameMap=annotation annotation-xml maction math merror mfrac mi mmultiscripts \
mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup \
mtable mtd mtext mtr munder munderover semantics
    MediaDevicesEventMap=devicechange
    MediaKeySessionEventMap=keystatuseschange message
    MediaQueryListEventMap=change
    MediaRecorderEventMap=dataavailable error pause resume start stop
    MediaSourceEventMap=sourceclose sourceended sourceopen
    MediaStreamEventMap=addtrack removetrack
    MediaStreamTrackEventMap=ended mute unmute
    MessageEventTargetEventMap=message messageerror
    MessagePortEventMap=+MessageEventTargetEventMap message messageerror
    NavigationHistoryEntryEventMap=dispose
    NotificationEventMap=click close error show
    OfflineAudioContextEventMap=+BaseAudioContextEventMap complete
    OffscreenCanvasEventMap=contextlost contextrestored
    PaymentRequestEventMap=paymentmethodchange shippingaddresschange shippingoptionchange
    PaymentResponseEventMap=payerdetailchange
    PerformanceEventMap=resourcetimingbufferfull
    PermissionStatusEventMap=change
    PictureInPictureWindowEventMap=resize
    RTCDTMFSenderEventMap=tonechange
    RTCDataChannelEventMap=bufferedamountlow close closing error message open
    RTCDtlsTransportEventMap=error statechange
    RTCIceTransportEventMap=gatheringstatechange selectedcandidatepairchange statechange
    RTCPeerConnectionEventMap=connectionstatechange datachannel icecandidate icecandidateerror \
iceconnectionstatechange icegatheringstatechange negotiationneeded signalingstatechange track
    RTCSctpTransportEventMap=statechange
    RemotePlaybackEventMap=connect connecting disconnect
    SVGElementEventMap=+ElementEventMap +GlobalEventHandlersEventMap
    SVGElementTagNameMap=a animate animateMotion animateTransform circle clipPath defs desc \
ellipse feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting \
feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR \
feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting \
feSpotLight feTile feTurbulence filter foreignObject g image line linearGradient marker mask \
metadata mpath path pattern polygon polyline radialGradient rect script set stop style svg switch \
symbol text textPath title tspan use view
    SVGSVGElementEventMap=+SVGElementEventMap +WindowEventHandlersEventMap
    ScreenOrientationEventMap=change
    ScriptProcessorNodeEventMap=audioprocess
    ServiceWorkerContainerEventMap=controllerchange message messageerror
    ServiceWorkerEventMap=+AbstractWorkerEventMap statechange
    ServiceWorkerRegistrationEventMap=updatefound
    ShadowRootEventMap=slotchange
    SourceBufferEventMap=abort error update updateend updatestart
    SourceBufferListEventMap=addsourcebuffer removesourcebuffer
    SpeechSynthesisEventMap=voiceschanged
    SpeechSynthesisUtteranceEventMap=boundary end error mark pause resume start
    TextTrackCueEventMap=enter exit
    TextTrackEventMap=cuechange
    TextTrackListEventMap=addtrack change removetrack
    VideoDecoderEventMap=dequeue
    VideoEncoderEventMap=dequeue
    VisualViewportEventMap=resize scroll
    WakeLockSentinelEventMap=release
    WebSocketEventMap=close error message open
    WindowEventHandlersEventMap=afterprint beforeprint beforeunload gamepadconnected \
gamepaddisconnected hashchange languagechange message messageerror offline online pagehide \
pagereveal pageshow pageswap popstate rejectionhandled storage unhandledrejection unload
    WindowEventMap=+GlobalEventHandlersEventMap +WindowEventHandlersEventMap DOMContentLoaded \
devicemotion deviceorientation deviceorientationabsolute gamepadconnected gamepaddisconnected \
orientationchange
    WorkerEventMap=+AbstractWorkerEventMap +MessageEventTargetEventMap
    XMLHttpRequestEventMap=+XMLHttpRequestEventTargetEventMap readystatechange
    XMLHttpRequestEventTargetEventMap=abort error load loadend loadstart progress timeout
""".strip().split("\n")

REGISTRIES: Final = {
    name.strip(): tuple(words.split())
    for name, _, words in (entry.partition("=") for entry in _ENTRIES)
}
"""The names of a registry; one after a plus is that of a registry whose names it has as well."""


def names_of(registry: str) -> Sequence[str]:
    """The names in a registry, each once; nothing for what is no registry."""
    names: dict[str, None] = {}
    for word in REGISTRIES.get(registry, ()):
        names.update(dict.fromkeys(names_of(word[1:]) if word.startswith("+") else [word]))
    return (*names,)
