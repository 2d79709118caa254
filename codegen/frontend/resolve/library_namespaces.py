"""The members of the library's interfaces in `Intl` and `WebAssembly`, and the texts there.

They are those of TypeScript 5.9's `lib.esnext` and `lib.dom`; a test compares them. The module is
only loaded where a name of these namespaces is asked for.
"""

from __future__ import annotations

from typing import Final

__all__ = ["IN_NAMESPACES", "TEXTS_IN_NAMESPACES"]

_ENTRIES: Final = """
    Intl.Collator: !compare !resolvedOptions ;
    Intl.CollatorConstructor: !supportedLocalesOf *() ;
    Intl.CollatorOptions: caseFirst?=false|lower|upper
    collation?=big5han|compat|dict|direct|ducet|emoji|eor|gb2312|phonebk|phonetic|pinyin|reformed|\
searchjl|stroke|trad|unihan|zhuyin
    localeMatcher?=best+fit|lookup sensitivity?=accent|base|case|variant usage?=search|sort
    ?ignorePunctuation? ?numeric? ;
    Intl.DateTimeFormat: !format !formatRange !formatRangeToParts !formatToParts !resolvedOptions ;
    Intl.DateTimeFormatConstructor: !supportedLocalesOf *() *prototype ;
    Intl.DateTimeFormatOptions: dateStyle?=full|long|medium|short day?=2-digit|numeric
    dayPeriod?=long|narrow|short era?=long|narrow|short formatMatcher?=basic|best+fit
    hour?=2-digit|numeric hourCycle?=h11|h12|h23|h24 localeMatcher?=best+fit|lookup
    minute?=2-digit|numeric month?=2-digit|long|narrow|numeric|short second?=2-digit|numeric
    timeStyle?=full|long|medium|short
    timeZoneName?=long|longGeneric|longOffset|short|shortGeneric|shortOffset
    weekday?=long|narrow|short year?=2-digit|numeric *fractionalSecondDigits ?hour12? calendar?
    numberingSystem? timeZone? ;
    Intl.DateTimeFormatPart:
    type=day|dayPeriod|era|fractionalSecond|hour|literal|minute|month|second|timeZoneName|unknown|\
weekday|year
    value ;
    Intl.DateTimeFormatPartTypesRegistry: *day *dayPeriod *era *fractionalSecond *hour *literal
    *minute *month *second *timeZoneName *unknown *weekday *year ;
    Intl.DateTimeRangeFormatPart: +Intl.DateTimeFormatPart source=endRange|shared|startRange ;
    Intl.DisplayNames: !of !resolvedOptions ;
    Intl.DisplayNamesOptions: fallback?=code|none languageDisplay?=dialect|standard
    localeMatcher?=best+fit|lookup style?=long|narrow|short
    type=calendar|currency|dateTimeField|language|region|script ;
    Intl.ListFormat: !format !formatToParts !resolvedOptions ;
    Intl.ListFormatOptions: localeMatcher?=best+fit|lookup style?=long|narrow|short
    type?=conjunction|disjunction|unit ;
    Intl.Locale: +Intl.LocaleOptions !maximize !minimize !toString baseName language ;
    Intl.LocaleOptions: caseFirst?=false|lower|upper hourCycle?=h11|h12|h23|h24 ?numeric?
    baseName? calendar? collation? language? numberingSystem? region? script? ;
    Intl.NumberFormat: !format !formatRange !formatRangeToParts !formatToParts !resolvedOptions ;
    Intl.NumberFormatConstructor: !supportedLocalesOf *() *prototype ;
    Intl.NumberFormatOptions: #maximumFractionDigits? #maximumSignificantDigits?
    #minimumFractionDigits? #minimumIntegerDigits? #minimumSignificantDigits?
    compactDisplay?=long|short currencyDisplay?=code|name|narrowSymbol|symbol
    currencySign?=accounting|standard localeMatcher?=best+fit|lookup
    notation?=compact|engineering|scientific|standard
    roundingMode?=ceil|expand|floor|halfCeil|halfEven|halfExpand|halfFloor|halfTrunc|trunc
    roundingPriority?=auto|lessPrecision|morePrecision
    signDisplay?=always|auto|exceptZero|negative|never style?=currency|decimal|percent|unit
    trailingZeroDisplay?=auto|stripIfInteger unitDisplay?=long|narrow|short *roundingIncrement
    *useGrouping currency? numberingSystem? unit? ;
    Intl.NumberFormatOptionsCurrencyDisplayRegistry: *code *name *narrowSymbol *symbol ;
    Intl.NumberFormatOptionsSignDisplayRegistry: *always *auto *exceptZero *negative *never ;
    Intl.NumberFormatOptionsStyleRegistry: *currency *decimal *percent *unit ;
    Intl.NumberFormatOptionsUseGroupingRegistry: *always *auto *min2 ;
    Intl.NumberFormatPart:
    type=compact|currency|decimal|exponentInteger|exponentMinusSign|exponentSeparator|fraction|\
group|infinity|integer|literal|minusSign|nan|percent|percentSign|plusSign|unit|unknown
    value ;
    Intl.NumberFormatPartTypeRegistry: *compact *currency *decimal *exponentInteger
    *exponentMinusSign *exponentSeparator *fraction *group *infinity *integer *literal *minusSign
    *nan *percent *percentSign *plusSign *unit *unknown ;
    Intl.NumberRangeFormatPart: +Intl.NumberFormatPart source=endRange|shared|startRange ;
    Intl.PluralRules: !resolvedOptions !select ;
    Intl.PluralRulesConstructor: !supportedLocalesOf *() ;
    Intl.PluralRulesOptions: #maximumFractionDigits? #maximumSignificantDigits?
    #minimumFractionDigits? #minimumIntegerDigits? #minimumSignificantDigits?
    localeMatcher?=best+fit|lookup type?=cardinal|ordinal ;
    Intl.RelativeTimeFormat: !format !formatToParts !resolvedOptions ;
    Intl.RelativeTimeFormatOptions: localeMatcher?=best+fit|lookup numeric?=always|auto
    style?=long|narrow|short ;
    Intl.ResolvedCollatorOptions: ?ignorePunctuation ?numeric caseFirst collation locale
    sensitivity usage ;
    Intl.ResolvedDateTimeFormatOptions: dateStyle?=full|long|medium|short
    dayPeriod?=long|narrow|short formatMatcher?=basic|best+fit hourCycle?=h11|h12|h23|h24
    timeStyle?=full|long|medium|short *fractionalSecondDigits ?hour12? calendar day? era? hour?
    locale minute? month? numberingSystem second? timeZone timeZoneName? weekday? year? ;
    Intl.ResolvedDisplayNamesOptions: fallback=code|none languageDisplay?=dialect|standard
    style=long|narrow|short type=calendar|currency|dateTimeField|language|region|script locale ;
    Intl.ResolvedListFormatOptions: style=long|narrow|short type=conjunction|disjunction|unit
    locale ;
    Intl.ResolvedNumberFormatOptions: #maximumFractionDigits? #maximumSignificantDigits?
    #minimumFractionDigits? #minimumIntegerDigits #minimumSignificantDigits?
    compactDisplay?=long|short currencyDisplay?=code|name|narrowSymbol|symbol
    currencySign?=accounting|standard notation=compact|engineering|scientific|standard
    roundingMode=ceil|expand|floor|halfCeil|halfEven|halfExpand|halfFloor|halfTrunc|trunc
    roundingPriority=auto|lessPrecision|morePrecision
    signDisplay=always|auto|exceptZero|negative|never style=currency|decimal|percent|unit
    trailingZeroDisplay=auto|stripIfInteger unitDisplay?=long|narrow|short *roundingIncrement
    *useGrouping currency? locale numberingSystem unit? ;
    Intl.ResolvedPluralRulesOptions: #maximumFractionDigits #maximumSignificantDigits?
    #minimumFractionDigits #minimumIntegerDigits #minimumSignificantDigits? type=cardinal|ordinal
    *pluralCategories locale ;
    Intl.ResolvedRelativeTimeFormatOptions: numeric=always|auto style=long|narrow|short locale
    numberingSystem ;
    Intl.ResolvedSegmenterOptions: granularity=grapheme|sentence|word locale ;
    Intl.SegmentData: #index ?isWordLike? input segment ;
    Intl.SegmentIterator: +IteratorObject ;
    Intl.Segmenter: !resolvedOptions !segment ;
    Intl.SegmenterOptions: granularity?=grapheme|sentence|word localeMatcher?=best+fit|lookup ;
    Intl.Segments: !containing ;
    WebAssembly.CompileError: +Error *cause ;
    WebAssembly.Global: !valueOf *value ;
    WebAssembly.GlobalDescriptor: *value ?mutable? ;
    WebAssembly.Instance: *exports ;
    WebAssembly.LinkError: +Error *cause ;
    WebAssembly.Memory: !grow *buffer ;
    WebAssembly.MemoryDescriptor: #initial #maximum? ?shared? ;
    WebAssembly.Module: ;
    WebAssembly.ModuleExportDescriptor: kind=function|global|memory|table name ;
    WebAssembly.ModuleImportDescriptor: kind=function|global|memory|table module name ;
    WebAssembly.RuntimeError: +Error *cause ;
    WebAssembly.Table: !get !grow !set #length ;
    WebAssembly.TableDescriptor: #initial #maximum? element=anyfunc|externref ;
    WebAssembly.ValueTypeMap: !anyfunc #f32 #f64 #i32 *externref *i64 *v128 ;
    WebAssembly.WebAssemblyInstantiatedSource: *instance *module
"""

IN_NAMESPACES: Final = {
    name.strip(): tuple(words.split())
    for name, _, words in (entry.partition(":") for entry in _ENTRIES.split(";"))
}
"""The members of an interface: functions begin with an exclamation mark, numbers with a number sign
and truth values with a question mark.

`=` and texts, in which `+` is a space, say that one is one of these, a star that its type is not
known, and a plus that an interface has what another has. `~` at the end says that one may be null,
and `?` that it may be absent.
"""

_TEXTS: Final = """
    Intl.DateTimeFormatPartTypes: day|dayPeriod|era|fractionalSecond|hour|literal|minute|month|\
second|timeZoneName|unknown|weekday|year
    Intl.DisplayNamesFallback: code|none
    Intl.DisplayNamesLanguageDisplay: dialect|standard
    Intl.DisplayNamesType: calendar|currency|dateTimeField|language|region|script
    Intl.LDMLPluralRule: few|many|one|other|two|zero
    Intl.ListFormatLocaleMatcher: best+fit|lookup
    Intl.ListFormatStyle: long|narrow|short
    Intl.ListFormatType: conjunction|disjunction|unit
    Intl.LocaleCollationCaseFirst: false|lower|upper
    Intl.LocaleHourCycleKey: h11|h12|h23|h24
    Intl.NumberFormatOptionsCurrencyDisplay: code|name|narrowSymbol|symbol
    Intl.NumberFormatOptionsSignDisplay: always|auto|exceptZero|negative|never
    Intl.NumberFormatOptionsStyle: currency|decimal|percent|unit
    Intl.NumberFormatPartTypes: compact|currency|decimal|exponentInteger|exponentMinusSign|\
exponentSeparator|fraction|group|infinity|integer|literal|minusSign|nan|percent|percentSign|\
plusSign|unit|unknown
    Intl.PluralRuleType: cardinal|ordinal
    Intl.RelativeTimeFormatLocaleMatcher: best+fit|lookup
    Intl.RelativeTimeFormatNumeric: always|auto
    Intl.RelativeTimeFormatStyle: long|narrow|short
    Intl.RelativeTimeFormatUnit: day|days|hour|hours|minute|minutes|month|months|quarter|quarters|\
second|seconds|week|weeks|year|years
    Intl.RelativeTimeFormatUnitSingular: day|hour|minute|month|quarter|second|week|year
    WebAssembly.ImportExportKind: function|global|memory|table
    WebAssembly.TableKind: anyfunc|externref
    WebAssembly.ValueType: anyfunc|externref|f32|f64|i32|i64|v128
"""

TEXTS_IN_NAMESPACES: Final = {
    name.strip(): tuple(texts.strip().replace("+", " ").split("|"))
    for name, _, texts in (line.partition(":") for line in _TEXTS.strip().splitlines())
}
"""The types that are one of some texts."""
