"""The web's events and their targets that are like others, from which they do not inherit.

They are those of TypeScript 5.9's `lib.dom`; a test compares them. The module is only loaded where
two of them are compared.
"""

from __future__ import annotations

from typing import Final

from .library_lookup import bases_of

__all__ = ["ALIKE", "are_alike"]

_ENTRIES: Final = """
    AudioDecoder=VideoDecoder ; BeforeUnloadEvent=Event ; CDATASection=Text ;
    ChannelMergerNode=AudioNode ; ChannelSplitterNode=AudioNode ; Comment=CharacterData ;
    FocusEvent=MouseEvent ; GainNode=BiquadFilterNode ; HTMLAudioElement=HTMLMediaElement ;
    HTMLBaseElement=HTMLAnchorElement HTMLAreaElement HTMLLinkElement ;
    HTMLDListElement=HTMLDirectoryElement HTMLMenuElement HTMLOListElement HTMLUListElement ;
    HTMLDataElement=HTMLButtonElement HTMLInputElement HTMLOptionElement HTMLOutputElement
    HTMLParamElement HTMLSelectElement HTMLTextAreaElement ;
    HTMLDataListElement=HTMLSelectElement ; HTMLDirectoryElement=HTMLDListElement
    HTMLMenuElement HTMLOListElement HTMLUListElement ; HTMLDivElement=HTMLEmbedElement
    HTMLHRElement HTMLHeadingElement HTMLIFrameElement HTMLImageElement HTMLInputElement
    HTMLLegendElement HTMLObjectElement HTMLParagraphElement HTMLTableCaptionElement
    HTMLTableCellElement HTMLTableColElement HTMLTableElement HTMLTableRowElement
    HTMLTableSectionElement ; HTMLDocument=Document ; HTMLHeadElement=HTMLElement ;
    HTMLHeadingElement=HTMLDivElement HTMLEmbedElement HTMLHRElement HTMLIFrameElement
    HTMLImageElement HTMLInputElement HTMLLegendElement HTMLObjectElement HTMLParagraphElement
    HTMLTableCaptionElement HTMLTableCellElement HTMLTableColElement HTMLTableElement
    HTMLTableRowElement HTMLTableSectionElement ; HTMLLegendElement=HTMLInputElement
    HTMLObjectElement ; HTMLMenuElement=HTMLDListElement HTMLDirectoryElement HTMLOListElement
    HTMLUListElement ; HTMLOptGroupElement=HTMLOptionElement ;
    HTMLParagraphElement=HTMLDivElement HTMLEmbedElement HTMLHRElement HTMLHeadingElement
    HTMLIFrameElement HTMLImageElement HTMLInputElement HTMLLegendElement HTMLObjectElement
    HTMLTableCaptionElement HTMLTableCellElement HTMLTableColElement HTMLTableElement
    HTMLTableRowElement HTMLTableSectionElement ; HTMLPictureElement=HTMLElement ;
    HTMLPreElement=HTMLCanvasElement HTMLImageElement HTMLInputElement HTMLSourceElement
    HTMLVideoElement ; HTMLQuoteElement=HTMLModElement ; HTMLSpanElement=HTMLElement ;
    HTMLStyleElement=HTMLLinkElement ; HTMLTableCaptionElement=HTMLDivElement HTMLEmbedElement
    HTMLHRElement HTMLHeadingElement HTMLIFrameElement HTMLImageElement HTMLInputElement
    HTMLLegendElement HTMLObjectElement HTMLParagraphElement HTMLTableCellElement
    HTMLTableColElement HTMLTableElement HTMLTableRowElement HTMLTableSectionElement ;
    HTMLTableDataCellElement=HTMLTableCellElement ;
    HTMLTableHeaderCellElement=HTMLTableCellElement ; HTMLTimeElement=HTMLModElement ;
    HTMLTitleElement=HTMLAnchorElement HTMLBodyElement HTMLOptionElement HTMLScriptElement ;
    HTMLUListElement=HTMLOListElement ; HTMLUnknownElement=HTMLElement ;
    IIRFilterNode=BiquadFilterNode ; MathMLElement=HTMLElement SVGElement ;
    MediaStreamTrackEvent=RTCTrackEvent ; PageRevealEvent=PageSwapEvent ;
    RTCErrorEvent=ErrorEvent ; SVGAnimateElement=SVGAnimationElement ;
    SVGAnimateMotionElement=SVGAnimationElement ; SVGAnimateTransformElement=SVGAnimationElement
    ; SVGDefsElement=SVGGraphicsElement ; SVGDescElement=SVGElement ;
    SVGFEComponentTransferElement=SVGFEBlendElement SVGFEColorMatrixElement
    SVGFECompositeElement SVGFEConvolveMatrixElement SVGFEDiffuseLightingElement
    SVGFEDisplacementMapElement SVGFEDropShadowElement SVGFEGaussianBlurElement
    SVGFEMorphologyElement SVGFEOffsetElement SVGFESpecularLightingElement SVGFETileElement ;
    SVGFEFloodElement=SVGFEBlendElement SVGFEColorMatrixElement SVGFEComponentTransferElement
    SVGFECompositeElement SVGFEConvolveMatrixElement SVGFEDiffuseLightingElement
    SVGFEDisplacementMapElement SVGFEDropShadowElement SVGFEGaussianBlurElement
    SVGFEImageElement SVGFEMergeElement SVGFEMorphologyElement SVGFEOffsetElement
    SVGFESpecularLightingElement SVGFETileElement SVGFETurbulenceElement ;
    SVGFEFuncAElement=SVGComponentTransferFunctionElement ;
    SVGFEFuncBElement=SVGComponentTransferFunctionElement ;
    SVGFEFuncGElement=SVGComponentTransferFunctionElement ;
    SVGFEFuncRElement=SVGComponentTransferFunctionElement ;
    SVGFEGaussianBlurElement=SVGFEDropShadowElement ; SVGFEMergeElement=SVGFEBlendElement
    SVGFEColorMatrixElement SVGFEComponentTransferElement SVGFECompositeElement
    SVGFEConvolveMatrixElement SVGFEDiffuseLightingElement SVGFEDisplacementMapElement
    SVGFEDropShadowElement SVGFEFloodElement SVGFEGaussianBlurElement SVGFEImageElement
    SVGFEMorphologyElement SVGFEOffsetElement SVGFESpecularLightingElement SVGFETileElement
    SVGFETurbulenceElement ; SVGFEMergeNodeElement=SVGFEBlendElement SVGFEColorMatrixElement
    SVGFEComponentTransferElement SVGFECompositeElement SVGFEConvolveMatrixElement
    SVGFEDiffuseLightingElement SVGFEDisplacementMapElement SVGFEDropShadowElement
    SVGFEGaussianBlurElement SVGFEMorphologyElement SVGFEOffsetElement
    SVGFESpecularLightingElement SVGFETileElement ; SVGFEOffsetElement=SVGFEDropShadowElement ;
    SVGFEPointLightElement=SVGFESpotLightElement ; SVGFETileElement=SVGFEBlendElement
    SVGFEColorMatrixElement SVGFEComponentTransferElement SVGFECompositeElement
    SVGFEConvolveMatrixElement SVGFEDiffuseLightingElement SVGFEDisplacementMapElement
    SVGFEDropShadowElement SVGFEGaussianBlurElement SVGFEMorphologyElement SVGFEOffsetElement
    SVGFESpecularLightingElement ; SVGForeignObjectElement=SVGImageElement SVGRectElement
    SVGSVGElement SVGUseElement ; SVGGElement=SVGGraphicsElement ; SVGMPathElement=SVGAElement
    SVGFEImageElement SVGFilterElement SVGGradientElement SVGImageElement SVGPatternElement
    SVGScriptElement SVGTextPathElement SVGUseElement ; SVGMetadataElement=SVGElement ;
    SVGPathElement=SVGGeometryElement ; SVGPolygonElement=SVGPolylineElement ;
    SVGPolylineElement=SVGPolygonElement ; SVGSetElement=SVGAnimationElement ;
    SVGStopElement=SVGComponentTransferFunctionElement ; SVGSwitchElement=SVGGraphicsElement ;
    SVGSymbolElement=SVGMarkerElement SVGPatternElement SVGSVGElement SVGViewElement ;
    SVGTSpanElement=SVGTextPositioningElement ; SVGTextElement=SVGTextPositioningElement ;
    SVGTitleElement=SVGElement ; SVGUseElement=SVGImageElement ; SVGViewElement=SVGMarkerElement
    SVGPatternElement SVGSVGElement SVGSymbolElement ; VideoDecoder=AudioDecoder ;
    XMLDocument=Document ; XMLHttpRequestUpload=XMLHttpRequestEventTarget
"""

ALIKE: Final = {
    " ".join(name.split()): frozenset(words.split())
    for name, _, words in (entry.partition("=") for entry in _ENTRIES.split(";"))
}
"""The interfaces that are assignable to one, and with them all that inherit from these."""

_ROOTS: Final = frozenset(("Event", "EventTarget"))
_GENERIC: Final = frozenset(("CustomEvent", "IDBRequest", "MessageEvent", "ProgressEvent"))
_OF_WORKERS: Final = frozenset(
    """
    DedicatedWorkerGlobalScope ExtendableCookieChangeEvent ExtendableEvent ExtendableMessageEvent
    FetchEvent NotificationEvent PushEvent PushSubscriptionChangeEvent RTCRtpScriptTransformer
    RTCTransformEvent ServiceWorkerGlobalScope SharedWorkerGlobalScope WorkerGlobalScope
    """.split()
)
"""What a worker's library alone has: what is like it is not known."""


def are_alike(source: str, target: str) -> bool | None:
    """Whether an event, or a target of events, is assignable to another; None for other names."""
    above = {source, *bases_of(source)}
    if not _is_known(source) or not _is_known(target):
        return None
    return target in above or not above.isdisjoint(ALIKE.get(target, ()))


def _is_known(name: str) -> bool:
    """Whether all is known that an interface is assignable to."""
    return (
        name not in _GENERIC
        and name not in _OF_WORKERS
        and not _ROOTS.isdisjoint((name, *bases_of(name)))
    )
