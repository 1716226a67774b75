//! Verbs and headers.

use crate::abi::windows::*;

crate::declare! {
    /// Verbs that are known by number.
    enumeration HTTP_VERB, PHTTP_VERB {
        HttpVerbUnparsed = 0;
        HttpVerbUnknown = 1;
        HttpVerbInvalid = 2;
        HttpVerbOPTIONS = 3;
        HttpVerbGET = 4;
        HttpVerbHEAD = 5;
        HttpVerbPOST = 6;
        HttpVerbPUT = 7;
        HttpVerbDELETE = 8;
        HttpVerbTRACE = 9;
        HttpVerbCONNECT = 10;
        HttpVerbTRACK = 11;
        HttpVerbMOVE = 12;
        HttpVerbCOPY = 13;
        HttpVerbPROPFIND = 14;
        HttpVerbPROPPATCH = 15;
        HttpVerbMKCOL = 16;
        HttpVerbLOCK = 17;
        HttpVerbUNLOCK = 18;
        HttpVerbSEARCH = 19;
        HttpVerbMaximum = 20;
    }

    /// Known headers: 0 to 19 are shared, from 20 on requests and responses differ.
    enumeration HTTP_HEADER_ID, PHTTP_HEADER_ID {
        HttpHeaderCacheControl = 0;
        HttpHeaderConnection = 1;
        HttpHeaderDate = 2;
        HttpHeaderKeepAlive = 3;
        HttpHeaderPragma = 4;
        HttpHeaderTrailer = 5;
        HttpHeaderTransferEncoding = 6;
        HttpHeaderUpgrade = 7;
        HttpHeaderVia = 8;
        HttpHeaderWarning = 9;
        HttpHeaderAllow = 10;
        HttpHeaderContentLength = 11;
        HttpHeaderContentType = 12;
        HttpHeaderContentEncoding = 13;
        HttpHeaderContentLanguage = 14;
        HttpHeaderContentLocation = 15;
        HttpHeaderContentMd5 = 16;
        HttpHeaderContentRange = 17;
        HttpHeaderExpires = 18;
        HttpHeaderLastModified = 19;
        HttpHeaderAccept = 20;
        HttpHeaderAcceptCharset = 21;
        HttpHeaderAcceptEncoding = 22;
        HttpHeaderAcceptLanguage = 23;
        HttpHeaderAuthorization = 24;
        HttpHeaderCookie = 25;
        HttpHeaderExpect = 26;
        HttpHeaderFrom = 27;
        HttpHeaderHost = 28;
        HttpHeaderIfMatch = 29;
        HttpHeaderIfModifiedSince = 30;
        HttpHeaderIfNoneMatch = 31;
        HttpHeaderIfRange = 32;
        HttpHeaderIfUnmodifiedSince = 33;
        HttpHeaderMaxForwards = 34;
        HttpHeaderProxyAuthorization = 35;
        HttpHeaderReferer = 36;
        HttpHeaderRange = 37;
        HttpHeaderTe = 38;
        HttpHeaderTranslate = 39;
        HttpHeaderUserAgent = 40;
        HttpHeaderRequestMaximum = 41;
        HttpHeaderAcceptRanges = 20;
        HttpHeaderAge = 21;
        HttpHeaderEtag = 22;
        HttpHeaderLocation = 23;
        HttpHeaderProxyAuthenticate = 24;
        HttpHeaderRetryAfter = 25;
        HttpHeaderServer = 26;
        HttpHeaderSetCookie = 27;
        HttpHeaderVary = 28;
        HttpHeaderWwwAuthenticate = 29;
        HttpHeaderResponseMaximum = 30;
        HttpHeaderMaximum = 41;
    }

    /// NULL when there is no such header; an empty one has length 0 and a pointer.
    structure HTTP_KNOWN_HEADER, PHTTP_KNOWN_HEADER {
        RawValueLength: USHORT;
        pRawValue: PCSTR;
    }

    /// A header without a number; the name is without the colon.
    structure HTTP_UNKNOWN_HEADER, PHTTP_UNKNOWN_HEADER {
        NameLength: USHORT;
        RawValueLength: USHORT;
        pName: PCSTR;
        pRawValue: PCSTR;
    }

    /// KnownHeaders is indexed by HTTP_HEADER_ID. There are no trailers of requests.
    structure HTTP_REQUEST_HEADERS, PHTTP_REQUEST_HEADERS {
        UnknownHeaderCount: USHORT;
        pUnknownHeaders: PHTTP_UNKNOWN_HEADER;
        TrailerCount: USHORT;
        pTrailers: PHTTP_UNKNOWN_HEADER;
        KnownHeaders: [HTTP_KNOWN_HEADER; HttpHeaderRequestMaximum as usize];
    }

    /// KnownHeaders is indexed by HTTP_HEADER_ID, with the meaning that the numbers have for
    /// responses.
    structure HTTP_RESPONSE_HEADERS, PHTTP_RESPONSE_HEADERS {
        UnknownHeaderCount: USHORT;
        pUnknownHeaders: PHTTP_UNKNOWN_HEADER;
        TrailerCount: USHORT;
        pTrailers: PHTTP_UNKNOWN_HEADER;
        KnownHeaders: [HTTP_KNOWN_HEADER; HttpHeaderResponseMaximum as usize];
    }
}
