// Generated from the OpenAPI document; see packages/client/README.md.

export interface paths {
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send facts · 报送事实
         * @description CloudEvents in structured, batch (1 to 1,000 items) or binary mode (ce-* headers). Every item is answered by itself, in the order sent; one that is refused never spoils the others. A batch is answered 200; a single fact that is refused 422, with the same body. An item of a source that is not the key's makes the whole request 403, with nothing recorded.
         *
         *     Scope: source.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/cloudevents+json": ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.party.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            /** @description 统一社会信用代码 by GB 32100-2015, with its right check character. */
                            uscc: string;
                            name: string;
                            /** @enum {string} */
                            kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                            /** @description Six digits, GB/T 2260; 4101… is in the city. */
                            divisionCode: string;
                            /** @description The legal entity of a branch (分公司); null for everybody else. */
                            parentUscc: string | null;
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.recognition.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            /** @description 统一社会信用代码 by GB 32100-2015, with its right check character. */
                            uscc: string;
                            /** @enum {string} */
                            kind: "service-institution" | "demonstration" | "international";
                            /**
                             * @description Matters for kind demonstration only.
                             * @enum {string}
                             */
                            level: "municipal" | "provincial" | "national";
                            documentNo: string;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            recognizedOn: string;
                            /** @enum {string} */
                            status: "recognized" | "revoked" | "voided";
                            /** @description The day of revocation; null in every status but revoked. */
                            revokedOn: string | null;
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.sanction.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            /** @description 统一社会信用代码 by GB 32100-2015, with its right check character. */
                            uscc: string;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            from: string;
                            /** @description The first day after the sanction; null while it is open. */
                            until: string | null;
                            documentNo: string;
                            reason: string;
                            /** @enum {string} */
                            status: "active" | "voided";
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.contract.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            /** @enum {string} */
                            category: "development" | "transfer" | "licence" | "consulting" | "service";
                            title: string;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            signedOn: string;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            registeredOn: string;
                            seller: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            buyer: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            /** @description The institution that arranged the deal (技术转移机构), if any. */
                            intermediary: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            } | null;
                            /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                            totalAmountFen: number;
                            /** @description 核定技术交易额, at most totalAmountFen. Fen. */
                            technologyAmountFen: number;
                            relatedParties: boolean;
                            fiscallyFunded: boolean;
                            /** @enum {string} */
                            status: "registered" | "voided";
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.receipt.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            /** @description 合同登记编号, 14 or 16 digits. */
                            registrationNo: string;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            receivedOn: string;
                            /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                            amountFen: number;
                            /** @enum {string} */
                            status: "received" | "returned";
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.instrument.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            name: string;
                            owner: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            model: string;
                            /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                            originalValueFen: number;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            openSince: string;
                            /** @enum {string} */
                            status: "open" | "closed";
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.usage.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            instrumentId: string;
                            owner: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            user: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            /** @description RFC 3339. */
                            startedAt: string;
                            /** @description RFC 3339. */
                            endedAt: string;
                            /** @description A decimal text. */
                            quantity: string;
                            /** @enum {string} */
                            unit: "hour" | "sample" | "time";
                            /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                            feeFen: number;
                            /** @enum {string} */
                            way: "occupy" | "technical" | "entrust" | "remote" | "other";
                            /** @enum {string} */
                            status: "draft" | "final" | "voided";
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.invoice.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            owner: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            user: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            instrumentIds: string[];
                            /** @description The usage records that it charges; may be empty. */
                            usageIds: string[];
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            issuedOn: string;
                            /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                            amountFen: number;
                            /** @description 实际缴纳费用, at most amountFen. Fen. */
                            paidAmountFen: number;
                            relatedParties: boolean;
                            /** @enum {string} */
                            status: "issued" | "paid" | "voided";
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.decision.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            policy: string;
                            provision: string;
                            /** @description What it decides: one fact, a year of one entity (any USCC of it), or a whole year. */
                            scope: {
                                fact?: {
                                    /** @enum {string} */
                                    type: "duixian.party.v1" | "duixian.recognition.v1" | "duixian.sanction.v1" | "duixian.contract.v1" | "duixian.receipt.v1" | "duixian.instrument.v1" | "duixian.usage.v1" | "duixian.invoice.v1" | "duixian.decision.v1";
                                    subject: string;
                                };
                                /** @description 统一社会信用代码 by GB 32100-2015, with its right check character. */
                                entity?: string;
                                year?: number;
                            };
                            /** @description A decimal text, at most 6 decimals. */
                            rate?: string;
                            /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                            amountFen?: number;
                            decidedBy: string;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            decidedOn: string;
                            documentNo: string;
                            reason: string;
                            /** @enum {string} */
                            status: "made" | "withdrawn";
                        };
                    } & {
                        [key: string]: unknown;
                    });
                    "application/cloudevents-batch+json": (({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.party.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            /** @description 统一社会信用代码 by GB 32100-2015, with its right check character. */
                            uscc: string;
                            name: string;
                            /** @enum {string} */
                            kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                            /** @description Six digits, GB/T 2260; 4101… is in the city. */
                            divisionCode: string;
                            /** @description The legal entity of a branch (分公司); null for everybody else. */
                            parentUscc: string | null;
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.recognition.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            /** @description 统一社会信用代码 by GB 32100-2015, with its right check character. */
                            uscc: string;
                            /** @enum {string} */
                            kind: "service-institution" | "demonstration" | "international";
                            /**
                             * @description Matters for kind demonstration only.
                             * @enum {string}
                             */
                            level: "municipal" | "provincial" | "national";
                            documentNo: string;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            recognizedOn: string;
                            /** @enum {string} */
                            status: "recognized" | "revoked" | "voided";
                            /** @description The day of revocation; null in every status but revoked. */
                            revokedOn: string | null;
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.sanction.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            /** @description 统一社会信用代码 by GB 32100-2015, with its right check character. */
                            uscc: string;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            from: string;
                            /** @description The first day after the sanction; null while it is open. */
                            until: string | null;
                            documentNo: string;
                            reason: string;
                            /** @enum {string} */
                            status: "active" | "voided";
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.contract.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            /** @enum {string} */
                            category: "development" | "transfer" | "licence" | "consulting" | "service";
                            title: string;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            signedOn: string;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            registeredOn: string;
                            seller: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            buyer: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            /** @description The institution that arranged the deal (技术转移机构), if any. */
                            intermediary: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            } | null;
                            /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                            totalAmountFen: number;
                            /** @description 核定技术交易额, at most totalAmountFen. Fen. */
                            technologyAmountFen: number;
                            relatedParties: boolean;
                            fiscallyFunded: boolean;
                            /** @enum {string} */
                            status: "registered" | "voided";
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.receipt.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            /** @description 合同登记编号, 14 or 16 digits. */
                            registrationNo: string;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            receivedOn: string;
                            /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                            amountFen: number;
                            /** @enum {string} */
                            status: "received" | "returned";
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.instrument.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            name: string;
                            owner: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            model: string;
                            /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                            originalValueFen: number;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            openSince: string;
                            /** @enum {string} */
                            status: "open" | "closed";
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.usage.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            instrumentId: string;
                            owner: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            user: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            /** @description RFC 3339. */
                            startedAt: string;
                            /** @description RFC 3339. */
                            endedAt: string;
                            /** @description A decimal text. */
                            quantity: string;
                            /** @enum {string} */
                            unit: "hour" | "sample" | "time";
                            /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                            feeFen: number;
                            /** @enum {string} */
                            way: "occupy" | "technical" | "entrust" | "remote" | "other";
                            /** @enum {string} */
                            status: "draft" | "final" | "voided";
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.invoice.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            owner: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            user: {
                                uscc: string | null;
                                name: string;
                                /** @enum {string} */
                                kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                                divisionCode: string | null;
                                country?: string;
                            };
                            instrumentIds: string[];
                            /** @description The usage records that it charges; may be empty. */
                            usageIds: string[];
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            issuedOn: string;
                            /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                            amountFen: number;
                            /** @description 实际缴纳费用, at most amountFen. Fen. */
                            paidAmountFen: number;
                            relatedParties: boolean;
                            /** @enum {string} */
                            status: "issued" | "paid" | "voided";
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @enum {string} */
                        specversion: "1.0";
                        /** @description Unique within source; names the delivery, not the thing. */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        type: "duixian.decision.v1";
                        /** @description The key of the thing the fact is about. */
                        subject: string;
                        /** @description When the source recorded it. */
                        time: string;
                        datacontenttype?: string | null;
                        data: {
                            /** @description Raised by the source at each change of the thing. */
                            revision: number;
                            policy: string;
                            provision: string;
                            /** @description What it decides: one fact, a year of one entity (any USCC of it), or a whole year. */
                            scope: {
                                fact?: {
                                    /** @enum {string} */
                                    type: "duixian.party.v1" | "duixian.recognition.v1" | "duixian.sanction.v1" | "duixian.contract.v1" | "duixian.receipt.v1" | "duixian.instrument.v1" | "duixian.usage.v1" | "duixian.invoice.v1" | "duixian.decision.v1";
                                    subject: string;
                                };
                                /** @description 统一社会信用代码 by GB 32100-2015, with its right check character. */
                                entity?: string;
                                year?: number;
                            };
                            /** @description A decimal text, at most 6 decimals. */
                            rate?: string;
                            /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                            amountFen?: number;
                            decidedBy: string;
                            /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                            decidedOn: string;
                            documentNo: string;
                            reason: string;
                            /** @enum {string} */
                            status: "made" | "withdrawn";
                        };
                    } & {
                        [key: string]: unknown;
                    }))[];
                    "application/json": {
                        /** @description Raised by the source at each change of the thing. */
                        revision: number;
                        /** @description 统一社会信用代码 by GB 32100-2015, with its right check character. */
                        uscc: string;
                        name: string;
                        /** @enum {string} */
                        kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                        /** @description Six digits, GB/T 2260; 4101… is in the city. */
                        divisionCode: string;
                        /** @description The legal entity of a branch (分公司); null for everybody else. */
                        parentUscc: string | null;
                    } | {
                        /** @description Raised by the source at each change of the thing. */
                        revision: number;
                        /** @description 统一社会信用代码 by GB 32100-2015, with its right check character. */
                        uscc: string;
                        /** @enum {string} */
                        kind: "service-institution" | "demonstration" | "international";
                        /**
                         * @description Matters for kind demonstration only.
                         * @enum {string}
                         */
                        level: "municipal" | "provincial" | "national";
                        documentNo: string;
                        /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                        recognizedOn: string;
                        /** @enum {string} */
                        status: "recognized" | "revoked" | "voided";
                        /** @description The day of revocation; null in every status but revoked. */
                        revokedOn: string | null;
                    } | {
                        /** @description Raised by the source at each change of the thing. */
                        revision: number;
                        /** @description 统一社会信用代码 by GB 32100-2015, with its right check character. */
                        uscc: string;
                        /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                        from: string;
                        /** @description The first day after the sanction; null while it is open. */
                        until: string | null;
                        documentNo: string;
                        reason: string;
                        /** @enum {string} */
                        status: "active" | "voided";
                    } | {
                        /** @description Raised by the source at each change of the thing. */
                        revision: number;
                        /** @enum {string} */
                        category: "development" | "transfer" | "licence" | "consulting" | "service";
                        title: string;
                        /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                        signedOn: string;
                        /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                        registeredOn: string;
                        seller: {
                            uscc: string | null;
                            name: string;
                            /** @enum {string} */
                            kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                            divisionCode: string | null;
                            country?: string;
                        };
                        buyer: {
                            uscc: string | null;
                            name: string;
                            /** @enum {string} */
                            kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                            divisionCode: string | null;
                            country?: string;
                        };
                        /** @description The institution that arranged the deal (技术转移机构), if any. */
                        intermediary: {
                            uscc: string | null;
                            name: string;
                            /** @enum {string} */
                            kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                            divisionCode: string | null;
                            country?: string;
                        } | null;
                        /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                        totalAmountFen: number;
                        /** @description 核定技术交易额, at most totalAmountFen. Fen. */
                        technologyAmountFen: number;
                        relatedParties: boolean;
                        fiscallyFunded: boolean;
                        /** @enum {string} */
                        status: "registered" | "voided";
                    } | {
                        /** @description Raised by the source at each change of the thing. */
                        revision: number;
                        /** @description 合同登记编号, 14 or 16 digits. */
                        registrationNo: string;
                        /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                        receivedOn: string;
                        /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                        amountFen: number;
                        /** @enum {string} */
                        status: "received" | "returned";
                    } | {
                        /** @description Raised by the source at each change of the thing. */
                        revision: number;
                        name: string;
                        owner: {
                            uscc: string | null;
                            name: string;
                            /** @enum {string} */
                            kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                            divisionCode: string | null;
                            country?: string;
                        };
                        model: string;
                        /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                        originalValueFen: number;
                        /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                        openSince: string;
                        /** @enum {string} */
                        status: "open" | "closed";
                    } | {
                        /** @description Raised by the source at each change of the thing. */
                        revision: number;
                        instrumentId: string;
                        owner: {
                            uscc: string | null;
                            name: string;
                            /** @enum {string} */
                            kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                            divisionCode: string | null;
                            country?: string;
                        };
                        user: {
                            uscc: string | null;
                            name: string;
                            /** @enum {string} */
                            kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                            divisionCode: string | null;
                            country?: string;
                        };
                        /** @description RFC 3339. */
                        startedAt: string;
                        /** @description RFC 3339. */
                        endedAt: string;
                        /** @description A decimal text. */
                        quantity: string;
                        /** @enum {string} */
                        unit: "hour" | "sample" | "time";
                        /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                        feeFen: number;
                        /** @enum {string} */
                        way: "occupy" | "technical" | "entrust" | "remote" | "other";
                        /** @enum {string} */
                        status: "draft" | "final" | "voided";
                    } | {
                        /** @description Raised by the source at each change of the thing. */
                        revision: number;
                        owner: {
                            uscc: string | null;
                            name: string;
                            /** @enum {string} */
                            kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                            divisionCode: string | null;
                            country?: string;
                        };
                        user: {
                            uscc: string | null;
                            name: string;
                            /** @enum {string} */
                            kind: "enterprise" | "university" | "research-institute" | "public-institution" | "other";
                            divisionCode: string | null;
                            country?: string;
                        };
                        instrumentIds: string[];
                        /** @description The usage records that it charges; may be empty. */
                        usageIds: string[];
                        /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                        issuedOn: string;
                        /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                        amountFen: number;
                        /** @description 实际缴纳费用, at most amountFen. Fen. */
                        paidAmountFen: number;
                        relatedParties: boolean;
                        /** @enum {string} */
                        status: "issued" | "paid" | "voided";
                    } | {
                        /** @description Raised by the source at each change of the thing. */
                        revision: number;
                        policy: string;
                        provision: string;
                        /** @description What it decides: one fact, a year of one entity (any USCC of it), or a whole year. */
                        scope: {
                            fact?: {
                                /** @enum {string} */
                                type: "duixian.party.v1" | "duixian.recognition.v1" | "duixian.sanction.v1" | "duixian.contract.v1" | "duixian.receipt.v1" | "duixian.instrument.v1" | "duixian.usage.v1" | "duixian.invoice.v1" | "duixian.decision.v1";
                                subject: string;
                            };
                            /** @description 统一社会信用代码 by GB 32100-2015, with its right check character. */
                            entity?: string;
                            year?: number;
                        };
                        /** @description A decimal text, at most 6 decimals. */
                        rate?: string;
                        /** @description Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999. */
                        amountFen?: number;
                        decidedBy: string;
                        /** @description YYYY-MM-DD, the calendar of Asia/Shanghai. */
                        decidedOn: string;
                        documentNo: string;
                        reason: string;
                        /** @enum {string} */
                        status: "made" | "withdrawn";
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                index: number;
                                /** @description `id` of the item, as far as it can be read. */
                                id: string | null;
                                /** @enum {string} */
                                outcome: "recorded" | "duplicate" | "stale" | "refused";
                                /** @description Everything wrong with the item; empty unless refused. */
                                faults: {
                                    field: string;
                                    reason: string;
                                    message: string;
                                }[];
                            }[];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                /** @description The single fact is refused. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                index: number;
                                /** @description `id` of the item, as far as it can be read. */
                                id: string | null;
                                /** @enum {string} */
                                outcome: "recorded" | "duplicate" | "stale" | "refused";
                                /** @description Everything wrong with the item; empty unless refused. */
                                faults: {
                                    field: string;
                                    reason: string;
                                    message: string;
                                }[];
                            }[];
                        };
                    };
                };
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/refusals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What registers refused lately of what a source sent, the newest first · 某来源近期被拒收的报送
         * @description The hundred newest in each register, of the last 30 days, without their content. What no register was asked about (an unknown type, an item that is too large, a request that is refused whole) is answered when it is sent, and not kept.
         *
         *     Scope: read or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Its URI; a key of one source need not say it. */
                    source?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            source: string;
                            refusals: {
                                at: string;
                                /** @description Which register refused it. */
                                register: string;
                                id: string | null;
                                type: string | null;
                                subject: string | null;
                                /** @description The first five. */
                                faults: {
                                    field: string;
                                    reason: string;
                                    message: string;
                                }[];
                            }[];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every thing held, at its highest revision, one CloudEvent to a line · 导出全部现存事实（每行一个 CloudEvent）
         * @description The connection breaks off where a register fails meanwhile: only a whole answer ends properly.
         *
         *     Scope: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One after the other. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/x-ndjson": {
                            /** @enum {string} */
                            specversion: "1.0";
                            /** @description Unique within source; names the delivery, not the thing. */
                            id: string;
                            source: string;
                            /** @description One of the nine types. */
                            type: string;
                            /** @description The key of the thing the fact is about. */
                            subject: string;
                            /** @description When the source recorded it. */
                            time: string;
                            datacontenttype?: string | null;
                            data: {
                                [key: string]: unknown;
                            };
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/checks/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every thing held, as its register stores it · 导出全部现存事实（存储格式，供核对）
         * @description For `duixian verify`, at a tenth of the price of `/v1/facts`: documents of BSON with type, subject and data, one after the other, contracts last. The connection breaks off where a register fails meanwhile.
         *
         *     Scope: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One after the other. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/bson": string;
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/institutions/{uscc}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One institution: the party, its recognitions and sanctions, with their history · 单个机构：登记信息、认定、惩戒及其历次状态
         * @description A key of a source is answered with what of it belongs to its source.
         *
         *     Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    uscc: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Null where only recognitions or sanctions name it. */
                            party: components["schemas"]["Thing"] | null;
                            recognitions: components["schemas"]["Thing"][];
                            sanctions: components["schemas"]["Thing"][];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Decisions that were proposed, or those that wait for a second person, by page · 拟作出的裁量决定
         * @description Scope: read.
         */
        get: {
            parameters: {
                query?: {
                    waiting?: "true" | "false";
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            decisions: components["schemas"]["ProposedDecision"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/proposals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What waits for a second person of a decision, and all that was done · 某裁量决定的拟办与复核记录
         * @description Scope: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProposedDecision"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a decision would change, and what would be ordered at once; nothing is recorded · 预览裁量决定的影响
         * @description Its digest is named by whoever proposes the same.
         *
         *     Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Of a decision that stands, which is changed. Not given: a new one. */
                        id?: string;
                        policy: string;
                        provision: string;
                        /** @description {"fact"}, {"entity","year"} or {"year"}. */
                        scope: {
                            fact?: {
                                /** @enum {string} */
                                type: "duixian.party.v1" | "duixian.recognition.v1" | "duixian.sanction.v1" | "duixian.contract.v1" | "duixian.receipt.v1" | "duixian.instrument.v1" | "duixian.usage.v1" | "duixian.invoice.v1" | "duixian.decision.v1";
                                subject: string;
                            };
                            /**
                             * @description 统一社会信用代码; any of the entity will do.
                             * @example 91410100170051134L
                             */
                            entity?: string;
                            year?: number;
                        };
                        /** @description Exactly one of rate and amountFen. */
                        rate?: string;
                        amountFen?: number;
                        /** @description Who decided. */
                        decidedBy: string;
                        /**
                         * Format: date
                         * @description Not given: today in Shanghai.
                         * @example 2019-06-30
                         */
                        decidedOn?: string;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                        /** @description Why it is decided so. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DecisionPreview"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/propose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a decision or its change forward, on a preview, for another person to confirm · 经办人提出裁量决定，待他人复核
         * @description The same again has no effect. Refused: one that an equally narrow decision beats from the start, a digest that is not of a preview of the same.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Of a decision that stands, which is changed. Not given: a new one. */
                        id?: string;
                        policy: string;
                        provision: string;
                        /** @description {"fact"}, {"entity","year"} or {"year"}. */
                        scope: {
                            fact?: {
                                /** @enum {string} */
                                type: "duixian.party.v1" | "duixian.recognition.v1" | "duixian.sanction.v1" | "duixian.contract.v1" | "duixian.receipt.v1" | "duixian.instrument.v1" | "duixian.usage.v1" | "duixian.invoice.v1" | "duixian.decision.v1";
                                subject: string;
                            };
                            /**
                             * @description 统一社会信用代码; any of the entity will do.
                             * @example 91410100170051134L
                             */
                            entity?: string;
                            year?: number;
                        };
                        /** @description Exactly one of rate and amountFen. */
                        rate?: string;
                        amountFen?: number;
                        /** @description Who decided. */
                        decidedBy: string;
                        /**
                         * Format: date
                         * @description Not given: today in Shanghai.
                         * @example 2019-06-30
                         */
                        decidedOn?: string;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                        /** @description Why it is decided so. */
                        reason: string;
                        /** @description Of the preview that was looked at. */
                        preview: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProposedDecision"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{id}/withdraw/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the withdrawal of a decision would change; nothing is recorded · 预览撤回裁量决定的影响
         * @description Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Who decided. */
                        decidedBy: string;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                        /** @description Why it is withdrawn. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DecisionPreview"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose that a decision decides nothing any more, on a paper and for a reason of its own · 经办人提出撤回裁量决定，待他人复核
         * @description Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Who decided. */
                        decidedBy: string;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                        /** @description Why it is withdrawn. */
                        reason: string;
                        /** @description Of the preview that was looked at. */
                        preview: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProposedDecision"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the proposal that waits would change now · 预览待复核裁量决定的影响
         * @description Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DecisionPreview"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm what another person proposed; it is recorded, and money follows · 复核人确认裁量决定
         * @description Names the preview that was looked at. 409 where by now more would be ordered at once than that says, by more than `mayGrowFen`: the answer names the difference and the preview to look at. Refused: who proposed it, a machine.
         *
         *     Scope: approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description the number of the proposal that was looked at */
                        number: number;
                        /** @description Of the preview that was looked at. */
                        preview: string;
                        /** @description By how much what is ordered at once may have grown since; 0 if not given. */
                        mayGrowFen?: number;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProposedDecision"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do not confirm the proposal that waits; whoever made it takes it back · 复核不通过，或撤回提议
         * @description Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description the number of the proposal that was looked at */
                        number: number;
                        /** @description Why. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProposedDecision"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/institutions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each party, or those about a USCC or another id · 法人或分支机构列表
         * @description A key of a source lists what belongs to its source, where it does not read more than that; a page can be short then, or empty, and not the last.
         *
         *     Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A USCC, of receipts a registration number, of usage records an instrument too. */
                    about?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            things: components["schemas"]["Thing"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recognitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each recognition, or those about a USCC or another id · 机构认定列表
         * @description A key of a source lists what belongs to its source, where it does not read more than that; a page can be short then, or empty, and not the last.
         *
         *     Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A USCC, of receipts a registration number, of usage records an instrument too. */
                    about?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            things: components["schemas"]["Thing"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recognitions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One recognition with its history · 单个机构认定及其历次状态
         * @description Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            subject: string;
                            /** @description Whose it is: who recorded it first, or to whom it was handed over last. */
                            source: string;
                            current: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            };
                            /** @description In falling order. */
                            history: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            }[];
                            /** @description How it came to its source, newest first. */
                            handedOver: {
                                id: string;
                                from: string;
                                to: string;
                                at: string;
                            }[];
                            /** @description 计量费用 of an invoice that names usage records; null: there is none. Fen. */
                            meteredFeeFen: number | null;
                            /**
                             * @description The metered fee exceeds 9,007,199,254,740,991 fen, and is not given.
                             * @enum {boolean}
                             */
                            beyondExact?: true;
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sanctions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each sanction, or those about a USCC or another id · 惩戒列表
         * @description A key of a source lists what belongs to its source, where it does not read more than that; a page can be short then, or empty, and not the last.
         *
         *     Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A USCC, of receipts a registration number, of usage records an instrument too. */
                    about?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            things: components["schemas"]["Thing"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sanctions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One sanction with its history · 单个惩戒及其历次状态
         * @description Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            subject: string;
                            /** @description Whose it is: who recorded it first, or to whom it was handed over last. */
                            source: string;
                            current: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            };
                            /** @description In falling order. */
                            history: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            }[];
                            /** @description How it came to its source, newest first. */
                            handedOver: {
                                id: string;
                                from: string;
                                to: string;
                                at: string;
                            }[];
                            /** @description 计量费用 of an invoice that names usage records; null: there is none. Fen. */
                            meteredFeeFen: number | null;
                            /**
                             * @description The metered fee exceeds 9,007,199,254,740,991 fen, and is not given.
                             * @enum {boolean}
                             */
                            beyondExact?: true;
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contracts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each technology contract, or those about a USCC or another id · 技术合同列表
         * @description A key of a source lists what belongs to its source, where it does not read more than that; a page can be short then, or empty, and not the last.
         *
         *     Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A USCC, of receipts a registration number, of usage records an instrument too. */
                    about?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            things: components["schemas"]["Thing"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contracts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One technology contract with its history · 单个技术合同及其历次状态
         * @description Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            subject: string;
                            /** @description Whose it is: who recorded it first, or to whom it was handed over last. */
                            source: string;
                            current: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            };
                            /** @description In falling order. */
                            history: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            }[];
                            /** @description How it came to its source, newest first. */
                            handedOver: {
                                id: string;
                                from: string;
                                to: string;
                                at: string;
                            }[];
                            /** @description 计量费用 of an invoice that names usage records; null: there is none. Fen. */
                            meteredFeeFen: number | null;
                            /**
                             * @description The metered fee exceeds 9,007,199,254,740,991 fen, and is not given.
                             * @enum {boolean}
                             */
                            beyondExact?: true;
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each receipt on a contract, or those about a USCC or another id · 到位资金列表
         * @description A key of a source lists what belongs to its source, where it does not read more than that; a page can be short then, or empty, and not the last.
         *
         *     Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A USCC, of receipts a registration number, of usage records an instrument too. */
                    about?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            things: components["schemas"]["Thing"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/receipts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One receipt on a contract with its history · 单个到位资金及其历次状态
         * @description Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            subject: string;
                            /** @description Whose it is: who recorded it first, or to whom it was handed over last. */
                            source: string;
                            current: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            };
                            /** @description In falling order. */
                            history: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            }[];
                            /** @description How it came to its source, newest first. */
                            handedOver: {
                                id: string;
                                from: string;
                                to: string;
                                at: string;
                            }[];
                            /** @description 计量费用 of an invoice that names usage records; null: there is none. Fen. */
                            meteredFeeFen: number | null;
                            /**
                             * @description The metered fee exceeds 9,007,199,254,740,991 fen, and is not given.
                             * @enum {boolean}
                             */
                            beyondExact?: true;
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/instruments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each instrument, or those about a USCC or another id · 大型仪器列表
         * @description A key of a source lists what belongs to its source, where it does not read more than that; a page can be short then, or empty, and not the last.
         *
         *     Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A USCC, of receipts a registration number, of usage records an instrument too. */
                    about?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            things: components["schemas"]["Thing"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/instruments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One instrument with its history · 单个大型仪器及其历次状态
         * @description Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            subject: string;
                            /** @description Whose it is: who recorded it first, or to whom it was handed over last. */
                            source: string;
                            current: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            };
                            /** @description In falling order. */
                            history: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            }[];
                            /** @description How it came to its source, newest first. */
                            handedOver: {
                                id: string;
                                from: string;
                                to: string;
                                at: string;
                            }[];
                            /** @description 计量费用 of an invoice that names usage records; null: there is none. Fen. */
                            meteredFeeFen: number | null;
                            /**
                             * @description The metered fee exceeds 9,007,199,254,740,991 fen, and is not given.
                             * @enum {boolean}
                             */
                            beyondExact?: true;
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage-records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each usage record, or those about a USCC or another id · 使用记录列表
         * @description A key of a source lists what belongs to its source, where it does not read more than that; a page can be short then, or empty, and not the last.
         *
         *     Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A USCC, of receipts a registration number, of usage records an instrument too. */
                    about?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            things: components["schemas"]["Thing"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage-records/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One usage record with its history · 单个使用记录及其历次状态
         * @description Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            subject: string;
                            /** @description Whose it is: who recorded it first, or to whom it was handed over last. */
                            source: string;
                            current: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            };
                            /** @description In falling order. */
                            history: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            }[];
                            /** @description How it came to its source, newest first. */
                            handedOver: {
                                id: string;
                                from: string;
                                to: string;
                                at: string;
                            }[];
                            /** @description 计量费用 of an invoice that names usage records; null: there is none. Fen. */
                            meteredFeeFen: number | null;
                            /**
                             * @description The metered fee exceeds 9,007,199,254,740,991 fen, and is not given.
                             * @enum {boolean}
                             */
                            beyondExact?: true;
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each sharing invoice, or those about a USCC or another id · 共享服务发票列表
         * @description A key of a source lists what belongs to its source, where it does not read more than that; a page can be short then, or empty, and not the last.
         *
         *     Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A USCC, of receipts a registration number, of usage records an instrument too. */
                    about?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            things: components["schemas"]["Thing"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One sharing invoice with its history · 单个共享服务发票及其历次状态
         * @description Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            subject: string;
                            /** @description Whose it is: who recorded it first, or to whom it was handed over last. */
                            source: string;
                            current: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            };
                            /** @description In falling order. */
                            history: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            }[];
                            /** @description How it came to its source, newest first. */
                            handedOver: {
                                id: string;
                                from: string;
                                to: string;
                                at: string;
                            }[];
                            /** @description 计量费用 of an invoice that names usage records; null: there is none. Fen. */
                            meteredFeeFen: number | null;
                            /**
                             * @description The metered fee exceeds 9,007,199,254,740,991 fen, and is not given.
                             * @enum {boolean}
                             */
                            beyondExact?: true;
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each decision, or those about a USCC or another id · 裁量决定列表
         * @description A key of a source lists what belongs to its source, where it does not read more than that; a page can be short then, or empty, and not the last.
         *
         *     Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A USCC, of receipts a registration number, of usage records an instrument too. */
                    about?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            things: components["schemas"]["Thing"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One decision with its history · 单个裁量决定及其历次状态
         * @description Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            subject: string;
                            /** @description Whose it is: who recorded it first, or to whom it was handed over last. */
                            source: string;
                            current: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            };
                            /** @description In falling order. */
                            history: {
                                revision: number;
                                /** @description Of the delivery that brought it. */
                                id: string;
                                time: string;
                                recordedAt: string;
                                /** @description Who recorded it. */
                                source: string;
                                /** @description The whole state, as its source sent it. */
                                data: {
                                    [key: string]: unknown;
                                };
                            }[];
                            /** @description How it came to its source, newest first. */
                            handedOver: {
                                id: string;
                                from: string;
                                to: string;
                                at: string;
                            }[];
                            /** @description 计量费用 of an invoice that names usage records; null: there is none. Fen. */
                            meteredFeeFen: number | null;
                            /**
                             * @description The metered fee exceeds 9,007,199,254,740,991 fen, and is not given.
                             * @enum {boolean}
                             */
                            beyondExact?: true;
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What entities are owed, per year and cap group · 各法人按年度和封顶组的应得奖补
         * @description Scope: read or read:entity.
         */
        get: {
            parameters: {
                query?: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    entity?: string;
                    year?: number;
                    group?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accounts: {
                                entity: string;
                                year: number;
                                /** @description The cap group (封顶组). */
                                group: string;
                                /** @description The cap per entity and year; null where there is none. Fen. */
                                capFen: number | null;
                                claimedFen: number | null;
                                /** @description What is due: claimedFen, or the cap where that is less. Fen. */
                                entitledFen: number | null;
                                /** @description Claims that wait for a decision. */
                                undecided: number;
                                /**
                                 * @description The total exceeds 9,007,199,254,740,991 fen; nothing is ordered for this account.
                                 * @enum {boolean}
                                 */
                                beyondExact?: true;
                                entityName: string;
                            }[];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{entity}/{year}/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why an account is what it is · 某一账户的来由：条款、依据、算式、封顶
         * @description Scope: read or read:entity.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    entity: string;
                    year: number;
                    group: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account: {
                                entity: string;
                                year: number;
                                /** @description The cap group (封顶组). */
                                group: string;
                                /** @description The cap per entity and year; null where there is none. Fen. */
                                capFen: number | null;
                                claimedFen: number | null;
                                /** @description What is due: claimedFen, or the cap where that is less. Fen. */
                                entitledFen: number | null;
                                /** @description Claims that wait for a decision. */
                                undecided: number;
                                /**
                                 * @description The total exceeds 9,007,199,254,740,991 fen; nothing is ordered for this account.
                                 * @enum {boolean}
                                 */
                                beyondExact?: true;
                                entityName: string;
                            };
                            claims: {
                                claim: {
                                    entity: string;
                                    year: number;
                                    group: string;
                                    date: string;
                                    provision: string;
                                    fact: {
                                        type: string;
                                        subject: string;
                                    };
                                    beneficiary: string;
                                    /** @enum {string} */
                                    status: "decided";
                                    baseFen: number | null;
                                    /** @description A decimal text; null for a fixed amount. */
                                    rate: string | null;
                                    /** @description Integer fen (分, 1/100 yuan). */
                                    amountFen: number;
                                    /** @description What the cap left of it; not given in /v1/result. Fen. */
                                    grantedFen?: number;
                                    /** @description The decision that decided it, if one did. */
                                    decision?: string;
                                } | {
                                    entity: string;
                                    year: number;
                                    group: string;
                                    date: string;
                                    provision: string;
                                    fact: {
                                        type: string;
                                        subject: string;
                                    };
                                    beneficiary: string;
                                    /** @enum {string} */
                                    status: "undecided";
                                    baseFen: number | null;
                                    /** @description What the lowest rate would pay. Fen. */
                                    lowestFen: number;
                                    /** @description What the highest rate would pay. Fen. */
                                    highestFen: number;
                                };
                                factSource: string;
                                factRevision: number;
                                article: number;
                                /** @description The sentence of the regulation. */
                                articleText: string;
                                titleEn: string;
                                titleZh: string;
                                /** @description Base × rate = amount, and what the cap cut. */
                                arithmetic: string;
                                /** @description The same in Chinese. */
                                arithmeticZh: string;
                                /** @description Integer fen (分, 1/100 yuan). */
                                cutByCapFen: number;
                            }[];
                            /** @description Claims behind those: in the sums of the account, not said one by one. */
                            furtherClaims: number;
                            /** @description What made no claim in this group, and which condition failed. */
                            noClaims: {
                                provision: string;
                                article: number;
                                fact: {
                                    type: string;
                                    subject: string;
                                };
                                factRevision: number;
                                failed: {
                                    condition: string;
                                    /** @description What must be so. */
                                    en: string;
                                    zh: string;
                                    /** @description What is so instead; empty where the condition says all there is. */
                                    foundEn: string;
                                    foundZh: string;
                                }[];
                                /** @description The day that would date the claim. */
                                date: string;
                                /** @description Who would get it; null where nobody with a USCC is named. */
                                beneficiary: string | null;
                                group: string;
                                titleEn: string;
                                titleZh: string;
                            }[];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What one thing led to: its claims, and the conditions that keep it from others · 单个事项形成的奖补，以及未满足的条件
         * @description For the source that the thing belongs to, too. Amounts are before caps: what an account pays of them is told by /v1/accounts, to who may read the entity.
         *
         *     Scope: read or read:entity or source.
         */
        get: {
            parameters: {
                query: {
                    type: "duixian.party.v1" | "duixian.recognition.v1" | "duixian.sanction.v1" | "duixian.contract.v1" | "duixian.receipt.v1" | "duixian.instrument.v1" | "duixian.usage.v1" | "duixian.invoice.v1" | "duixian.decision.v1";
                    subject: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            subject: string;
                            source: string;
                            /** @description The highest that is recorded. */
                            revision: number;
                            /** @description Of which the claims are; null: none is computed yet. */
                            computedRevision: number | null;
                            claims: {
                                provision: string;
                                year: number;
                                date: string;
                                /** @description Null: somebody whom the thing itself does not name. */
                                beneficiary: string | null;
                                /** @enum {string} */
                                status: "decided" | "undecided";
                                baseFen: number | null;
                                rate: string | null;
                                /** @description Before caps; null while undecided. */
                                amountFen: number | null;
                                /** @description While undecided. */
                                lowestFen: number | null;
                                highestFen: number | null;
                            }[];
                            noClaims: {
                                provision: string;
                                article: number;
                                titleEn: string;
                                titleZh: string;
                                /** @description The day that would date the claim. */
                                date: string;
                                /** @description Of the conditions about the thing itself. */
                                failed: {
                                    condition: string;
                                    en: string;
                                    zh: string;
                                }[];
                                /** @description Conditions about what others recorded are not met: /v1/no-claims tells who may read the entity. */
                                failsElsewhere: boolean;
                            }[];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/no-claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What made no claim, and which condition failed · 未形成奖补的事项及其未满足的条件
         * @description Scope: read or read:entity.
         */
        get: {
            parameters: {
                query?: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    entity?: string;
                    year?: number;
                    /** @description Of one thing: its type, such as duixian.contract.v1, with its subject. */
                    type?: string;
                    subject?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            noClaims: {
                                provision: string;
                                article: number;
                                fact: {
                                    type: string;
                                    subject: string;
                                };
                                factRevision: number;
                                failed: {
                                    condition: string;
                                    /** @description What must be so. */
                                    en: string;
                                    zh: string;
                                    /** @description What is so instead; empty where the condition says all there is. */
                                    foundEn: string;
                                    foundZh: string;
                                }[];
                                /** @description The day that would date the claim. */
                                date: string;
                                /** @description Who would get it; null where nobody with a USCC is named. */
                                beneficiary: string | null;
                                group: string;
                                titleEn: string;
                                titleZh: string;
                            }[];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/undecided": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Claims that wait for a decision · 待裁量的事项及其上下限
         * @description Scope: read or read:entity.
         */
        get: {
            parameters: {
                query?: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    entity?: string;
                    year?: number;
                    provision?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            claims: {
                                entity: string;
                                year: number;
                                group: string;
                                date: string;
                                provision: string;
                                fact: {
                                    type: string;
                                    subject: string;
                                };
                                beneficiary: string;
                                /** @enum {string} */
                                status: "undecided";
                                baseFen: number | null;
                                /** @description What the lowest rate would pay. Fen. */
                                lowestFen: number;
                                /** @description What the highest rate would pay. Fen. */
                                highestFen: number;
                            }[];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Totals of instrument use per instrument, owner, user and month · 大型仪器使用汇总：仪器、所有者、使用者、月份
         * @description Scope: read or read:entity.
         */
        get: {
            parameters: {
                query?: {
                    instrumentId?: string;
                    owner?: string;
                    user?: string;
                    month?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            totals: {
                                instrumentId: string;
                                /** @description USCC, or country and name for one outside mainland China. */
                                owner: string;
                                user: string;
                                /** @description YYYY-MM of Asia/Shanghai in which the use began. */
                                month: string;
                                hours: string;
                                samples: string;
                                times: string;
                                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                                feeFen: number | null;
                                records: number;
                            }[];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Policy and readings, then all accounts, all claims and all payables, one to a line · 导出全部账户、奖补事项与应付
         * @description For `duixian verify`, where fingerprints differ. Claims come without what the cap left of them.
         *
         *     Scope: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One after the other. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/x-ndjson": {
                            policy: string;
                            readings: {
                                [key: string]: string;
                            };
                        } | {
                            account: {
                                entity: string;
                                year: number;
                                /** @description The cap group (封顶组). */
                                group: string;
                                /** @description The cap per entity and year; null where there is none. Fen. */
                                capFen: number | null;
                                claimedFen: number | null;
                                /** @description What is due: claimedFen, or the cap where that is less. Fen. */
                                entitledFen: number | null;
                                /** @description Claims that wait for a decision. */
                                undecided: number;
                                /**
                                 * @description The total exceeds 9,007,199,254,740,991 fen; nothing is ordered for this account.
                                 * @enum {boolean}
                                 */
                                beyondExact?: true;
                            };
                        } | {
                            claim: {
                                entity: string;
                                year: number;
                                group: string;
                                date: string;
                                provision: string;
                                fact: {
                                    type: string;
                                    subject: string;
                                };
                                beneficiary: string;
                                /** @enum {string} */
                                status: "decided";
                                baseFen: number | null;
                                /** @description A decimal text; null for a fixed amount. */
                                rate: string | null;
                                /** @description Integer fen (分, 1/100 yuan). */
                                amountFen: number;
                                /** @description What the cap left of it; not given in /v1/result. Fen. */
                                grantedFen?: number;
                                /** @description The decision that decided it, if one did. */
                                decision?: string;
                            } | {
                                entity: string;
                                year: number;
                                group: string;
                                date: string;
                                provision: string;
                                fact: {
                                    type: string;
                                    subject: string;
                                };
                                beneficiary: string;
                                /** @enum {string} */
                                status: "undecided";
                                baseFen: number | null;
                                /** @description What the lowest rate would pay. Fen. */
                                lowestFen: number;
                                /** @description What the highest rate would pay. Fen. */
                                highestFen: number;
                            };
                        } | {
                            payable: {
                                entity: string;
                                /** @description Under which the orders were issued. */
                                uscc: string;
                                year: number;
                                group: string;
                                /** @description Integer fen (分, 1/100 yuan). */
                                entitledFen: number;
                                /** @description Held by a published run; neither ordered nor open. Fen; null: beyond exact. */
                                reservedFen: number | null;
                                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                                orderedFen: number | null;
                                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                                paidFen: number | null;
                                /** @description Signed: what other accounts' recoveries took from this one, less what its own took. Fen; null: beyond exact. */
                                nettedOutFen: number | null;
                                /** @description What the entity gave back (追回). Fen; null: beyond exact. */
                                receivedFen: number | null;
                                /** @description What it need not give back, by a decision. Fen; null: beyond exact. */
                                writtenOffFen: number | null;
                                /** @description Positive: to pay. Negative: to recover. Fen; null: beyond exact. */
                                openFen: number | null;
                                /** @description Of what is to recover: paid, and can be netted now. Fen; null: beyond exact. */
                                recoverableFen: number | null;
                                /** @description While any stands, nothing is ordered. */
                                holds: string[];
                            };
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is to be paid, was ordered and was paid · 应付、已申请、已支付
         * @description Scope: read or read:entity.
         */
        get: {
            parameters: {
                query?: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    entity?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            payables: {
                                entity: string;
                                /** @description Under which the orders were issued. */
                                uscc: string;
                                year: number;
                                group: string;
                                /** @description Integer fen (分, 1/100 yuan). */
                                entitledFen: number;
                                /** @description Held by a published run; neither ordered nor open. Fen; null: beyond exact. */
                                reservedFen: number | null;
                                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                                orderedFen: number | null;
                                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                                paidFen: number | null;
                                /** @description Signed: what other accounts' recoveries took from this one, less what its own took. Fen; null: beyond exact. */
                                nettedOutFen: number | null;
                                /** @description What the entity gave back (追回). Fen; null: beyond exact. */
                                receivedFen: number | null;
                                /** @description What it need not give back, by a decision. Fen; null: beyond exact. */
                                writtenOffFen: number | null;
                                /** @description Positive: to pay. Negative: to recover. Fen; null: beyond exact. */
                                openFen: number | null;
                                /** @description Of what is to recover: paid, and can be netted now. Fen; null: beyond exact. */
                                recoverableFen: number | null;
                                /** @description While any stands, nothing is ordered. */
                                holds: string[];
                            }[];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journal-entries/{uscc}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every movement of money of an entity with its cause, in the order of its books, by page · 某单位的每一笔资金变动及其缘由
         * @description Per account, after every movement: entitled + received + writtenOff = reserved + underWay + paid + nettedOut + open.
         *
         *     Scope: read or read:entity.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    uscc: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            journalEntries: components["schemas"]["Movement"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Payment orders in the order of their issue · 支付申请，按签发先后
         * @description Scope: read or read:entity or treasury.
         */
        get: {
            parameters: {
                query?: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    entity?: string;
                    state?: "issued" | "sent" | "accepted" | "paid" | "rejected" | "returned" | "refused-by-treasury";
                    /** @description Only those that wait: for an officer, or (`unpaid`) for the treasury. */
                    waits?: "held" | "rejected" | "returned" | "refused" | "unpaid";
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            orders: components["schemas"]["Order"][];
                            /** @description Give as `after` for the next page; null: there is no more by now. */
                            next: string | null;
                            /** @description Up to where the list was read: give it as `after`, now or later, for what comes next. Null: nothing yet. */
                            cursor: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One payment order · 单个支付申请
         * @description Scope: read or read:entity or treasury.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Order"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The treasury reports what became of an order · 国库回报支付申请的状态
         * @description It may come twice, late or out of order: it never moves an order backwards. What cannot be true together with what is known (paid after rejected) is kept, holds the order for an officer, and is answered 409 with what is held. Of a paid order a part may come back: `returned` with `returnedFen` and the bank's `reference`, each once; without `returnedFen` all that is left. More than was paid is 409, and not kept.
         *
         *     Scope: treasury.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "accepted" | "paid" | "rejected" | "returned";
                        reason?: string;
                        /** @description With returned: what came back, in fen; left out: all that is left. */
                        returnedFen?: number;
                        /** @description With returned: the bank's reference of it; needed with returnedFen. */
                        reference?: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            order: components["schemas"]["Order"];
                            /** @enum {string} */
                            effect: "recorded" | "none";
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An officer lets a refused, rejected or returned amount be applied for anew · 经办人放行被退回的金额，重新申请支付
         * @description By a person, who is written down; not by who reported what became of the order, or resolved it: another person has to.
         *
         *     Scope: officer.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description What was corrected. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @description Of issue. */
                            fiscalYear: number;
                            /** @description 功能分类科目 */
                            functionalCode: string;
                            programme: string;
                            payeeUscc: string;
                            payeeName: string;
                            /** @description 收款人账号: its last four digits, whole for the treasury alone; may be empty. */
                            payeeAccountNo: string;
                            /** @description 收款人开户银行; may be empty. */
                            payeeBankName: string;
                            /** @description 联行号; may be empty. */
                            payeeBankCode: string;
                            entity: string;
                            /** @description Of the first account that it pays. */
                            year: number;
                            group: string;
                            /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                            amountFen: number | null;
                            /** @description 支付明细: what it pays of each account. */
                            lines: components["schemas"]["AccountAmount"][];
                            /** @description 摘要 */
                            purpose: string;
                            /** @description 备注 */
                            remark: string;
                            trackingId: string;
                            /** @description Its reference for banks (ISO 20022 EndToEndId): DX and 24 characters of A–Z and 2–7. */
                            endToEndId: string;
                            /** @enum {string} */
                            state: "issued" | "sent" | "accepted" | "paid" | "rejected" | "returned" | "refused-by-treasury";
                            issuedAt: string;
                            updatedAt: string;
                            /** @description What the treasury gave with its last status. */
                            treasuryReason: string | null;
                            /** @description A status that contradicts what is known: held for an officer. */
                            contradiction: string | null;
                            release: {
                                by: string;
                                reason: string;
                                at: string;
                            } | null;
                            /** @description 退款: what came back of it; it stays paid until that is its whole amount. */
                            returnedFen: number | null;
                            /** @description What came back, part by part. */
                            returns: {
                                /** @description The bank's; null: all that was left, said without one. */
                                reference: string | null;
                                /** @description Integer fen (分, 1/100 yuan). */
                                fen: number;
                                reason: string | null;
                                at: string;
                                /** @description What of it was paid of which account. */
                                lines: components["schemas"]["AccountAmount"][];
                                /** @description Null: it waits for an officer. */
                                release: {
                                    by: string;
                                    reason: string;
                                    at: string;
                                } | null;
                            }[];
                            /** @description The run (批次) that it came from; null: straight through. */
                            run: string | null;
                            /** @description The rejected or returned order whose amount it asks for again; null: none. */
                            replaces: string | null;
                            /** @description Rises with every change of the order. */
                            revision: number;
                            /** @description Its place in the list; its id for who reads the orders of an entity alone. */
                            cursor: string;
                            /** @description What was ordered in its place at once; null: it waits, say for a run. */
                            replacedBy: components["schemas"]["Order"] | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what became of an order of which the treasury said things that cannot be true together · 核实国库前后矛盾的回报，确定支付申请的真实状态
         * @description After asking the treasury; the money follows. The holder of the key is written down. Refused: an order of which nothing contradicts, a budget that lacks what was paid after all.
         *
         *     Scope: approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description What is true.
                         * @enum {string}
                         */
                        state: "paid" | "rejected" | "returned";
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Order"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The accounts of all entities, by page · 收款账户一览
         * @description Scope: prepare or approve.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            payees: components["schemas"]["Payee"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payees/{uscc}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the money of an entity goes, and all that happened to it · 某单位的收款账户及其变更记录
         * @description Scope: prepare or approve.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    uscc: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Payee"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payees/{uscc}/propose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put an account forward, for another person to confirm · 经办人录入收款账户，待他人复核
         * @description The account's name must be the entity's name; full-width and half-width signs are one. The holder of the key is written down as the one who proposed. What was ordered before keeps its account. An account that another entity has, proposed or confirmed, is refused with that entity, unless `sharedBecause` says why both have it.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    uscc: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description 户名, equal to the entity's name */
                        accountName: string;
                        /** @description 账号 */
                        accountNo: string;
                        /** @description 开户银行 */
                        bankName: string;
                        /** @description 联行号 */
                        bankCode: string;
                        /** @description On what paper, such as a letter of the entity. */
                        document: string;
                        /** @description Why it may be the account of another entity too. */
                        sharedBecause?: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Payee"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payees/{uscc}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm the account that waits; money goes there from now on · 复核人确认收款账户
         * @description Never by the one who proposed it. What waited for an account is ordered at once.
         *
         *     Scope: approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    uscc: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description the number of the proposal that was looked at */
                        number: number;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Payee"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payees/{uscc}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do not confirm the account that waits, or take it back · 退回待复核的收款账户
         * @description Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    uscc: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description the number of the proposal that was looked at */
                        number: number;
                        /** @description Why. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Payee"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payees/{uscc}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay nothing more into the account that stands · 停用现行收款账户
         * @description Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    uscc: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description the number of the proposal that was looked at */
                        number: number;
                        /** @description Why. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Payee"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payees/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The accounts of all entities as a table · 导出收款账户表
         * @description Of each entity the account that waits, or else the one that stands. Importing the same file changes nothing. The connection breaks off where a service fails meanwhile: only a whole answer ends properly.
         *
         *     Scope: prepare or approve.
         */
        get: {
            parameters: {
                query: {
                    /** @description csv or xlsx */
                    format: "csv" | "xlsx";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payees/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put the accounts of a table forward, for another person to confirm · 批量导入收款账户，待他人复核
         * @description The body is the file. One that is not right is refused whole, with everything that is wrong by line and column, and nothing is proposed. Otherwise every row is a proposal of its own. After a 503 sending it again is harmless: what was proposed already is `unchanged`.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query: {
                    /** @description csv or xlsx */
                    format: "csv" | "xlsx";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/csv": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "application/octet-stream": string;
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                /** @description Of the file, or row of the sheet. */
                                line: number;
                                entity: string;
                                /** @enum {string} */
                                outcome: "proposed" | "unchanged" | "refused";
                                /** @description Why it is refused. */
                                reason: string | null;
                            }[];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All runs in the order of their ids, by page · 拨付批次一览
         * @description Scope: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            runs: components["schemas"]["Run"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        /**
         * Begin a run of what is open, for others to see and approve · 编制拨付批次
         * @description Nothing is reserved by it. The same again has no effect. Refused: another run under this id, a programme or a cap group that is not known. The holder of the key is written down as the one who prepared it, and does not approve it.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        id: string;
                        /** @description What people call it. */
                        title: string;
                        /** @description Id of the programme. */
                        programme: string;
                        /** @default [] */
                        groups?: string[];
                        /** @default [] */
                        years?: number[];
                        /**
                         * @description An entity with less open is left for a later run. Fen.
                         * @default 0
                         */
                        smallestFen?: number;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One run: its sums, and who did what to it · 单个批次的合计与经办记录
         * @description Scope: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a run pays to each entity, or why not, in the order of entities, by page · 批次明细：各单位金额及剔除原因
         * @description Scope: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            lines: components["schemas"]["RunLine"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the list public; its amounts are frozen and reserved · 公示批次，冻结并占用金额与预算指标
         * @description Refused: a run that is no draft, nothing to pay, less budget than it needs (with the shortfall). Answers when the step has begun; it is done when `step` is null. The same again has no effect.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a run after its publicity; lines fall to what is due now · 审批批次，金额只减不增
         * @description Never by who prepared, published or changed it, or confirmed the account of one of its payees. Refused as well: publicity that is not over, objections that are undecided, another fiscal year. Answers when the step has begun; it is done when `step` is null. The same again has no effect.
         *
         *     Scope: approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/issue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue an approved run: one order for each line that is in · 签发批次，逐单位生成支付申请
         * @description Refused: a run that is not approved, or was published in another fiscal year. Answers when the step has begun; it is done when `step` is null. The same again has no effect.
         *
         *     Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close an issued run when none of its orders is under way · 办结批次
         * @description Refused: a run that is not issued, orders under way. The same again has no effect.
         *
         *     Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a run before it is issued; what it held is open again · 撤销批次，释放占用的金额
         * @description Refused: a run that is issued or closed. Answers when the step has begun; it is done when `step` is null. The same again has no effect.
         *
         *     Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/publication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The list of a run as it was made public · 批次公示名单
         * @description With the amounts that were frozen, whatever became of a line since, and the article of each. Refused before the run is published. The connection breaks off where a service fails meanwhile: only a whole answer ends properly.
         *
         *     Scope: read or prepare or approve.
         */
        get: {
            parameters: {
                query: {
                    /** @description html or xlsx */
                    format: "html" | "xlsx";
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything of a run in one ZIP, for an auditor to check without the system · 批次审计档案
         * @description The run and its lines, the list as it was made public, the orders, the accounts that they took with who proposed and confirmed them, the explanation of each account as it is now, every movement of money of the entities, and last manifest.json with the size and digest of each. `duixian verify-archive` checks it. Refused before the run is published and while a step is worked off. The connection breaks off where a service fails meanwhile, or the run changes.
         *
         *     Scope: read or prepare or approve.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": string;
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/objections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write down an objection; its line is out until it is decided · 登记异议，该行暂缓
         * @description Anybody may object while a list is public; who prepares writes it down. Refused: a list that is not public, an entity that is not on it, a line that is out for another reason. The same again has no effect.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description 统一社会信用代码; any of the entity will do.
                         * @example 91410100170051134L
                         */
                        entity: string;
                        /** @description What is objected. */
                        reason: string;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunLine"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/objections/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide an objection: upheld, the line stays out; dismissed, it is in again · 异议处理：成立则剔除，不成立则恢复
         * @description By another person than who drafted, published or changed the run or wrote an objection down; who decides does not approve it either. A line comes back with what is open still of what was published. Refused: no objection that is undecided, less budget than the line needs. The same again has no effect.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description 统一社会信用代码; any of the entity will do.
                         * @example 91410100170051134L
                         */
                        entity: string;
                        /** @description true (the line stays out) or false (it is in again) */
                        upheld: boolean;
                        /** @description Why it is decided so. */
                        reason: string;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunLine"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/give-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give back what a line holds that is out for a defect of the software · 退回因系统缺陷剔除的行所占用的金额
         * @description What it had reserved is open again, and its part of the budget with it, also when the run is issued, closed or cancelled. Refused: a line that is not out for a defect, books that still do not allow it. The same again has no effect.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description 统一社会信用代码; any of the entity will do.
                         * @example 91410100170051134L
                         */
                        entity: string;
                        /** @description Why it can be given back now. */
                        reason: string;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunLine"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What each programme may spend in a fiscal year, and what is left · 各项目年度预算指标及其执行
         * @description Scope: read or treasury.
         */
        get: {
            parameters: {
                query: {
                    /** @description Fiscal year. */
                    year: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            budgets: components["schemas"]["Budget"][];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{year}/{programme}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The finance bureau sets what a programme may spend in a fiscal year · 财政部门下达或调整预算指标
         * @description The amount is the whole of the year, not what is added. The same amount on the same paper again has no effect. 0 withdraws the budget, where nothing is committed or ordered. Refused: less than what is committed and ordered (with the figures), 0 where nothing was appropriated, a programme that is not known.
         *
         *     Scope: treasury.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    year: number;
                    programme: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Integer fen (分, 1/100 yuan); 0 withdraws what was appropriated. */
                        appropriatedFen: number;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Budget"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recoveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What entities were asked to give back, in the order of ids, by page · 追回通知一览
         * @description Scope: read or read:entity.
         */
        get: {
            parameters: {
                query?: {
                    /** @description 统一社会信用代码; any of the entity will do. */
                    entity?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            recoveries: components["schemas"]["Recovery"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        /**
         * Demand what was paid to an entity and is not due any more · 下达追回通知
         * @description All that can be recovered now; later payables go on settling it. Refused: nothing that can be recovered, a time in which later payables may settle it still, a demand that stands already, an entity with a hold.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description 统一社会信用代码; any of the entity will do.
                         * @example 91410100170051134L
                         */
                        entity: string;
                        /**
                         * Format: date
                         * @description Last day to pay, YYYY-MM-DD.
                         * @example 2019-06-30
                         */
                        dueOn: string;
                        /** @description Why it is not due, with the article. */
                        reason: string;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recovery"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recoveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One demand: what it asked for, what came back, what is outstanding · 单个追回通知及其执行
         * @description Scope: read or read:entity.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recovery"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recoveries/{id}/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Money came back: the whole, or a part · 登记追回款到账
         * @description The bank's reference counts once over all demands of all entities: the same transfer again has no effect, another one under a reference that is booked is refused, naming the demands that it was booked on. Refused too: more than is outstanding, a demand that is settled or written off, and who demanded it. A transfer that settles several demands: `POST /v1/transfers-back`.
         *
         *     Scope: prepare or treasury.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description The bank's reference of the transfer. */
                        id: string;
                        /** @description Integer fen (分, 1/100 yuan), more than 0. */
                        amountFen: number;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recovery"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Money came back by one transfer that settles several demands · 登记一笔到账款清偿多个追回通知
         * @description All its parts are booked, or none. They name each demand once and add up to the amount; where they do not, their sum is told. The bank's reference counts once, as for one demand, and whoever made one of the demands does not book it.
         *
         *     Scope: prepare or treasury.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description The bank's reference of the transfer. */
                        id: string;
                        /** @description Of the whole transfer, in fen. */
                        amountFen: number;
                        parts: {
                            /** @description Id of the demand. */
                            recovery: string;
                            /** @description Integer fen (分, 1/100 yuan), more than 0. */
                            fen: number;
                        }[];
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TransferBack"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers-back/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is booked under a bank's reference of money given back · 查询某银行流水号登记的追回款
         * @description Scope: read or treasury.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TransferBack"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recoveries/{id}/write-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give up what is outstanding of a demand, by a decision · 核销未追回款项
         * @description Never by who demanded it. Refused as well: a demand that is settled, or of which nothing is outstanding. The same again has no effect.
         *
         *     Scope: approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recovery"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recoveries/{id}/letter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The letter of a demand, for an officer to look through, sign and send · 追回通知书
         * @description With the article and the arithmetic of each account, as they stood when it was demanded.
         *
         *     Scope: read or prepare or approve.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/treasury/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The statements that were reconciled, the newest day first · 历次对账
         * @description Scope: treasury or prepare or approve.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statements: components["schemas"]["Statement"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        /**
         * Compare the treasury's statement of a day with the orders · 与国库对账：导入当日支付明细
         * @description A CSV file with the columns 支付申请编号, 支付凭证号, 收款人全称, 收款人账号, 金额 (yuan with two decimals), 状态 (已支付, 已退回 or 已拒绝) and 日期, in UTF-8 or, where the content type says so, GB18030. A line that is not right is named, and then nothing is recorded. No order is changed by it. The same file for the same day answers what was found before, unless `repeat` is true.
         *
         *     Scope: treasury or prepare.
         */
        post: {
            parameters: {
                query: {
                    day: string;
                    /** @description The name of the file, to be kept. */
                    file?: string;
                    repeat?: "true" | "false";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/csv": string;
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statement: components["schemas"]["Statement"];
                            /** @description False where the same file was reconciled before. */
                            isNew: boolean;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/treasury/statements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was found in a statement: all that is not matched, by page · 某次对账的结果：不一致的逐笔列出
         * @description Scope: treasury or prepare or approve.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statement: components["schemas"]["Statement"];
                            items: components["schemas"]["StatementItem"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/treasury/statements/{id}/import-unmatched": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take in what the treasury has and is missing here, after a restore from a backup · 按对账单补记本系统缺失的支付申请（数据恢复后）
         * @description Each order by the id it was ordered under; what cannot be right is left, with its reason. Never by the one who reconciled. Repeating it is harmless.
         *
         *     Scope: approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            orders: {
                                orderId: string;
                                /** @description Why it was left; null where it is here now. */
                                refusal: string | null;
                            }[];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ordering": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether orders are made, or ordering is suspended, by whom and why · 支付申请是否暂停
         * @description Scope: read or treasury.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Ordering"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ordering/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Order nothing until further notice; all else goes on · 暂停支付申请
         * @description Where it is suspended already it stays as it is. What was ordered before goes on.
         *
         *     Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Why. */
                        reason: string;
                        /**
                         * Format: date
                         * @description The day of the backup, where it is older than the newest order held.
                         * @example 2019-06-30
                         */
                        since?: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Ordering"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ordering/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Order again, on statements of all days that were reconciled since and have nothing that is missing here · 逐日对账无缺失后恢复支付申请
         * @description Every day from the newest order held (or the backup) to the suspension needs a statement that was reconciled since, by another person; `suspended.days` names them. A statement without a line, or with fewer than another one of its day, or in the place of another one that had orders which are missing here, counts where `confirmedDays` names the day.
         *
         *     Scope: approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description The id of the last reconciled statement, to be kept. */
                        statement?: string;
                        /** @description Days whose statement has no line, or fewer than another one, and is right. */
                        confirmedDays?: string[];
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Ordering"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The systems that may record facts, and what waits for a second person, by page · 数据来源一览
         * @description Scope: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sources: components["schemas"]["Source"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{uri}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A source, and all that was done to it, by page · 某数据来源及其变更记录
         * @description Scope: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    /** @description The source of its facts, with %3A for colons and %2F for slashes where a client writes them so. */
                    uri: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            source: components["schemas"]["Source"];
                            history: components["schemas"]["History"];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{uri}/propose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a source or a change of it forward, for another person to confirm · 经办人提出数据来源及其可报送的类型，待他人复核
         * @description The same again has no effect. Refused: who has no such role, and who writes as this source. A later proposal takes the place of the one that waits.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The source of its facts, with %3A for colons and %2F for slashes where a client writes them so. */
                    uri: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /**
                         * @description bureau 主管部门, exchange 技术交易机构, platform 仪器共享平台
                         * @enum {string}
                         */
                        kind: "bureau" | "exchange" | "platform";
                        /**
                         * @description 统一社会信用代码 of the legal entity that answers for it.
                         * @example 91410100170051134L
                         */
                        answerableUscc: string;
                        /** @description What it may record; at most the types of its kind. */
                        types: ("duixian.party.v1" | "duixian.recognition.v1" | "duixian.sanction.v1" | "duixian.contract.v1" | "duixian.receipt.v1" | "duixian.instrument.v1" | "duixian.usage.v1" | "duixian.invoice.v1" | "duixian.decision.v1")[];
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Source"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{uri}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose that a source records nothing any more, for another person to confirm · 经办人提出停用数据来源，待他人复核
         * @description The same again has no effect. Refused: who has no such role, and who writes as this source. What it recorded stays.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The source of its facts, with %3A for colons and %2F for slashes where a client writes them so. */
                    uri: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Source"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{uri}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm what another person proposed; registers go by it within seconds · 复核人确认
         * @description The same again has no effect. Refused: who has no such role, and who writes as this source. Refused too: who proposed it, another proposal than the one that waits.
         *
         *     Scope: approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The source of its facts, with %3A for colons and %2F for slashes where a client writes them so. */
                    uri: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description the number of the proposal that was looked at */
                        number: number;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Source"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{uri}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do not confirm the proposal that waits; whoever made it takes it back · 复核不通过，或撤回
         * @description Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The source of its facts, with %3A for colons and %2F for slashes where a client writes them so. */
                    uri: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description the number of the proposal that was looked at */
                        number: number;
                        /** @description Why. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Source"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/records/hand-overs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What went, or is to go, from one source to another, by page · 记录移交一览
         * @description Scope: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            handOvers: components["schemas"]["HandOver"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        /**
         * Propose that things go from the source that owns them to another, for another person to confirm · 经办人提出将记录移交给另一数据来源，待他人复核
         * @description One thing (type and subject), all things of a type, or all things of the source. The same again has no effect. Refused: a receiving source that may not record the type, an id that names another handing over.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description The caller's own id of it. */
                        id: string;
                        /** @description The source that owns the things. */
                        from: string;
                        /** @description The source that owns them from then on. */
                        to: string;
                        /**
                         * @description Not given: of all types that `from` may record now; what it may record later does not go along.
                         * @enum {string}
                         */
                        type?: "duixian.party.v1" | "duixian.recognition.v1" | "duixian.sanction.v1" | "duixian.contract.v1" | "duixian.receipt.v1" | "duixian.instrument.v1" | "duixian.usage.v1" | "duixian.invoice.v1" | "duixian.decision.v1";
                        /** @description Not given: all things of that type. */
                        subject?: string;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HandOver"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/records/hand-overs/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm what another person proposed: from now on the next revision of the new source stands · 复核人确认移交
         * @description Refused: who proposed it, a receiving source that may not record the type now.
         *
         *     Scope: approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HandOver"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/records/hand-overs/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do not confirm it; whoever proposed it takes it back · 复核不通过，或撤回
         * @description Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Why. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HandOver"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/persons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Persons and machines with their roles, and what waits for a second person, by page · 人员及其权限一览
         * @description Scope: prepare or approve.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            persons: components["schemas"]["Person"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/persons/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A person or machine, and all that was done to it, by page · 某人员及其变更记录
         * @description Scope: prepare or approve.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            person: components["schemas"]["Person"];
                            history: components["schemas"]["History"];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/persons/{id}/propose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a person or machine, or a change of roles, forward, for another person to confirm · 经办人提出人员及其权限，待他人复核
         * @description The id is lower-case ASCII. A name is of one script (Chinese with Latin may mix), and differs from all others by more than case. A machine has no scope approve. No scopes: may do nothing any more. The same again has no effect.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** @enum {string} */
                        kind: "person" | "machine";
                        /** @description source:<uri>, read, read:entity:<uscc>, officer, prepare, approve, treasury */
                        scopes: string[];
                        /** @description Keys that are in force with the confirmation, of who has none that can be used. */
                        keys?: {
                            name: string;
                            /** @description Of a key that its holder made: so nobody else knows it. */
                            sha256: string;
                            /** @description Not given: all. */
                            scopes?: string[];
                        }[];
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Person"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/persons/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm what another person proposed · 复核人确认
         * @description Refused: who proposed it, another proposal than the one that waits.
         *
         *     Scope: approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description the number of the proposal that was looked at */
                        number: number;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Person"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/persons/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do not confirm the proposal that waits; whoever made it takes it back · 复核不通过，或撤回
         * @description Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description the number of the proposal that was looked at */
                        number: number;
                        /** @description Why. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Person"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Keys, without the keys, by page: all for who prepares or approves, else your own · 密钥一览
         * @description Scope: source or read:entity or treasury.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                    /** @description Of this person only. */
                    person?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            keys: components["schemas"]["Key"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        /**
         * Make a key; it is answered this once · 新建密钥（仅显示一次）
         * @description A key of your own has at most the scopes of the key that you come with. One of another person needs the scope prepare and, outside development, a second person; where it takes part in what two persons decide, records facts or has all scopes of its person, its holder makes it (`./duixian keys generate`, without any server) and its SHA-256 is given. In development a person that is not there yet is made, with just these scopes.
         *
         *     Scope: source or read:entity or treasury.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Whose key it is. */
                        person: string;
                        /** @description What it is called; at most two of one name can be used. */
                        name: string;
                        /** @description At most those of its person; not given: all of them. */
                        scopes?: string[];
                        /** @description Of a key that its holder made: so nobody else knows it. */
                        sha256?: string;
                        /** @description For how many days it can be used; 400 where not given. */
                        days?: number;
                        /**
                         * @description Of a person that is made with it, in development; not given: by the scopes.
                         * @enum {string}
                         */
                        kind?: "person" | "machine";
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewKey"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Another key in the place of one; for a while both can be used · 轮换密钥
         * @description A key of your own has at most the scopes of the key that you come with. One of another person needs the scope prepare and, outside development, a second person; where it takes part in what two persons decide, records facts or has all scopes of its person, its holder makes it (`./duixian keys generate`, without any server) and its SHA-256 is given.
         *
         *     Scope: source or read:entity or treasury.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Of a key that its holder made: so nobody else knows it. */
                        sha256?: string;
                        /** @description For how many days it can be used; 400 where not given. */
                        days?: number;
                        /** @description For how many hours more the one before can be used; 24 where not given. */
                        overlapHours?: number;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewKey"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a key that another person asked for: from now on it can be used · 复核人确认密钥
         * @description Needs the scope approve. Where the SHA-256 of the key had to be given and its person has keys that can be used, that person confirms it, and nobody else, with a key that has all of its scopes.
         *
         *     Scope: source or read:entity or treasury.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Key"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a key, everywhere within seconds and for ever; a key that waits is not confirmed · 吊销密钥
         * @description By its holder, or by who prepares or approves; nobody else has to agree.
         *
         *     Scope: source or read:entity or treasury.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Why. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Key"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What waits for a person: how much of each kind, and the oldest · 待办事项：各类数量与最久未办的一项
         * @description Orders that are held, rejected, returned, refused by the treasury or not paid yet; entities without a confirmed account; undecided objections; demands whose last day is past or in the next 14 days; undecided claims. Each list is read whole at /v1/work/{list}.
         *
         *     Scope: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            lists: {
                                /** @enum {string} */
                                list: "held-orders" | "rejected-orders" | "returned-orders" | "refused-orders" | "unpaid-orders" | "without-account" | "objections" | "due-demands" | "undecided-claims";
                                /** @description Of claims: the things that make them. */
                                count: number;
                                /** @description There are more than were counted. */
                                isAtLeast: boolean;
                                /** @description The one that waits longest, of those counted. */
                                oldest: {
                                    /** @description Of the order or the demand; the USCC without an account; "RUN/USCC" of an objection; "type/subject" of a claim. */
                                    id: string;
                                    entity: string;
                                    name: string | null;
                                    /** @description Of a claim: what the highest rate would pay. */
                                    amountFen: number | null;
                                    /** @description Since when it waits; of a demand its last day, of a claim its date (YYYY-MM-DD). */
                                    since: string;
                                    /** @description What stands in the way, in the words of who said so. */
                                    why: string | null;
                                } | null;
                            }[];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/work/{list}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One list of what waits for a person · 一类待办事项的全部
         * @description A page can be short, or empty, and not the last: go on while there is a `next`.
         *
         *     Scope: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    list: "held-orders" | "rejected-orders" | "returned-orders" | "refused-orders" | "unpaid-orders" | "without-account" | "objections" | "due-demands" | "undecided-claims";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @description Of the order or the demand; the USCC without an account; "RUN/USCC" of an objection; "type/subject" of a claim. */
                                id: string;
                                entity: string;
                                name: string | null;
                                /** @description Of a claim: what the highest rate would pay. */
                                amountFen: number | null;
                                /** @description Since when it waits; of a demand its last day, of a claim its date (YYYY-MM-DD). */
                                since: string;
                                /** @description What stands in the way, in the words of who said so. */
                                why: string | null;
                            }[];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/digest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The digest of all accounts and claims, once everything received has arrived · 全部账户与奖补事项的摘要值（在途为零时）
         * @description While anything is pending, digest, accounts and claims are null and nothing is computed: asking again and again costs little. The digest is the one that `duixian replay` prints (docs/facts.md §5).
         *
         *     Scope: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            digest: string | null;
                            accounts: number | null;
                            claims: number | null;
                            /** @description 0: everything received has reached accounts and payables. */
                            pending: number;
                            /** @description Accounts beyond exact integers, as entity/year/group: while there are any there is no digest. */
                            beyondExact?: string[];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * By what policy it computes, whole, and what a start found beside it · 现行政策全文、解释选项，以及启动时发现的待生效变更
         * @description What is in force is stored, and no file changes it: other packs, readings or another engine that a start finds are an offer.
         *
         *     Scope: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description 政策版本. */
                            policy: string;
                            /** @description 解释选项, each with the value in force. */
                            readings: {
                                [key: string]: string;
                            };
                            inForce: components["schemas"]["StoredPolicy"];
                            /** @description What the latest start found, where it is another; it changes nothing. */
                            offered: components["schemas"]["StoredPolicy"] | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All facts under the policy in force and under what is offered: what would move, one account to a line · 政策变更测算：按现行与拟施行政策重算全部事实，逐户列出差异
         * @description How many facts were computed so far, then each account that differs in the order of entity, year and group, and at last the plan. Nothing moves by it; its digest is what is proposed and applied. 409 where a start found nothing else.
         *
         *     Scope: prepare or approve.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One after the other. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/x-ndjson": {
                            facts: number;
                        } | {
                            account: components["schemas"]["AccountDifference"];
                        } | {
                            plan: components["schemas"]["PolicyPlan"];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy/propose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a plan forward, on a paper, for another person to apply · 经办人提出施行政策变更，待他人复核
         * @description The same again has no effect. 409: it is out of date. One waits at most: another one takes its place. A plan that is `isForOne` waits for nobody: it is in force with this.
         *
         *     Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Of the plan that was looked at. */
                        plan: string;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PolicyProposal"];
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put in force what another person proposed: then, and only then, claims move · 复核人批准施行政策变更
         * @description All facts are computed once more before, so it takes as long as the plan; by how much facts since moved it is the difference of both. 409: something else was put in force since, its day has passed, or claims still move after the last one. Refused: who proposed it, a machine.
         *
         *     Scope: approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Of the plan that was looked at. */
                        plan: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            proposed: components["schemas"]["PolicyPlan"];
                            applied: components["schemas"]["PolicyPlan"];
                            /** @description False where it was in force by this plan already. */
                            isNew: boolean;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do not apply the plan that waits; whoever proposed it takes it back · 复核不通过，或撤回提议
         * @description Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Of the plan that was looked at. */
                        plan: string;
                        /** @description Why. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was found, proposed and put in force, by whom and on what paper; and what waits · 政策施行历史与待复核变更
         * @description Scope: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    before?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Waits for another person. */
                            waiting: components["schemas"]["PolicyProposal"] | null;
                            /** @description The newest first. */
                            acts: {
                                number: number;
                                /** @description taken, offered, proposed, rejected or applied. */
                                event: string;
                                /** @description Of the policy; of the plan where persons are at it. */
                                digest: string;
                                at: string;
                                /** @description Empty: a start did it. */
                                by: string;
                                key: string;
                                /** @description The paper, or why. */
                                because: string;
                            }[];
                            /** @description `before` of the next page; null: that was all. */
                            next: number | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * By what settings money moves, what a start found beside them, and what waits for a second person · 现行支付设置、启动时发现的待生效变更及待复核变更
         * @description What is in force is stored: another file of programmes, or another variable, is an offer and changes nothing.
         *
         *     Scope: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            inForce: components["schemas"]["PaymentSettings"];
                            /** @description What the latest start found, where it is another. */
                            offered: components["schemas"]["PaymentSettings"] | null;
                            waiting: {
                                number: number;
                                by: string;
                                at: string;
                                document: string;
                                settings: components["schemas"]["PaymentSettings"];
                            } | null;
                            /** @description The newest first, the last hundred. */
                            acts: {
                                number: number;
                                event: string;
                                digest: string;
                                at: string;
                                by: string;
                                key: string;
                                because: string;
                            }[];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy/settings/propose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put the settings that a start found forward, on a paper, for another person to apply · 经办人提出支付设置变更，待他人复核
         * @description Scope: prepare.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Of the settings that were looked at. */
                        settings: string;
                        /** @description On what paper it is done, such as the number of a letter or of minutes. */
                        document: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description False where it was so already. */
                            isNew: boolean;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy/settings/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put settings in force that another person proposed: what is decided from then on is by them · 复核人批准支付设置变更
         * @description Refused: who proposed them, a machine.
         *
         *     Scope: approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Of the settings that were looked at. */
                        settings: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description False where it was so already. */
                            isNew: boolean;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy/settings/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do not apply the settings that wait; whoever proposed them takes them back · 复核不通过，或撤回提议
         * @description Scope: prepare or approve.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Of the settings that were looked at. */
                        settings: string;
                        /** @description Why. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description False where it was so already. */
                            isNew: boolean;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/checks/set-hashes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * By what policy it computes, and what all accounts, claims and payables can be compared by · 政策版本与解释选项；全部账户、奖补事项与应付的核对指纹
         * @description For `duixian verify`, while nothing is pending: the SHA-256 of each account, claim and payable, added up word by word, so that two sets can be compared in any order (packages/policy/src/set-hash.ts).
         *
         *     Scope: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            policy: string;
                            readings: {
                                [key: string]: string;
                            };
                            accounts: string;
                            claims: string;
                            payables: string;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is under way, per service · 各服务尚在途中的数量
         * @description Scope: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            pending: number;
                            /** @description Messages that were not believed, of all services. They are not pending. */
                            unbelieved: number;
                            /** @description Services that were away from NATS for longer than it retains messages and may have missed some, until everything is republished (`POST /v1/republish`). */
                            gaps: {
                                /** @enum {string} */
                                service: "partners" | "institutions" | "contracts" | "metering" | "awards" | "disbursement";
                                /** Format: date-time */
                                since: string;
                            }[];
                            services: {
                                partners: {
                                    /** @description Events not yet published. */
                                    outbox: number;
                                    /** @description Messages waiting or under way. */
                                    consumers: number;
                                    /** @description Things that stored jobs have still to reach. */
                                    jobs: number;
                                    /** @description Dead letters that wait to be sent again or discarded. */
                                    deadLetters: number;
                                    /** @description Messages that nobody who may publish them proved; kept with the dead letters, and not pending. */
                                    unbelieved: number;
                                };
                                institutions: {
                                    /** @description Events not yet published. */
                                    outbox: number;
                                    /** @description Messages waiting or under way. */
                                    consumers: number;
                                    /** @description Things that stored jobs have still to reach. */
                                    jobs: number;
                                    /** @description Dead letters that wait to be sent again or discarded. */
                                    deadLetters: number;
                                    /** @description Messages that nobody who may publish them proved; kept with the dead letters, and not pending. */
                                    unbelieved: number;
                                };
                                contracts: {
                                    /** @description Events not yet published. */
                                    outbox: number;
                                    /** @description Messages waiting or under way. */
                                    consumers: number;
                                    /** @description Things that stored jobs have still to reach. */
                                    jobs: number;
                                    /** @description Dead letters that wait to be sent again or discarded. */
                                    deadLetters: number;
                                    /** @description Messages that nobody who may publish them proved; kept with the dead letters, and not pending. */
                                    unbelieved: number;
                                };
                                metering: {
                                    /** @description Events not yet published. */
                                    outbox: number;
                                    /** @description Messages waiting or under way. */
                                    consumers: number;
                                    /** @description Things that stored jobs have still to reach. */
                                    jobs: number;
                                    /** @description Dead letters that wait to be sent again or discarded. */
                                    deadLetters: number;
                                    /** @description Messages that nobody who may publish them proved; kept with the dead letters, and not pending. */
                                    unbelieved: number;
                                };
                                awards: {
                                    /** @description Events not yet published. */
                                    outbox: number;
                                    /** @description Messages waiting or under way. */
                                    consumers: number;
                                    /** @description Things that stored jobs have still to reach. */
                                    jobs: number;
                                    /** @description Dead letters that wait to be sent again or discarded. */
                                    deadLetters: number;
                                    /** @description Messages that nobody who may publish them proved; kept with the dead letters, and not pending. */
                                    unbelieved: number;
                                };
                                disbursement: {
                                    /** @description Events not yet published. */
                                    outbox: number;
                                    /** @description Messages waiting or under way. */
                                    consumers: number;
                                    /** @description Things that stored jobs have still to reach. */
                                    jobs: number;
                                    /** @description Dead letters that wait to be sent again or discarded. */
                                    deadLetters: number;
                                    /** @description Messages that nobody who may publish them proved; kept with the dead letters, and not pending. */
                                    unbelieved: number;
                                };
                            };
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/received": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each source in each register: how many facts, how new, and what to send again after a restore · 各数据来源在各登记服务的事实数量、最新时间，以及恢复备份后需重报的内容
         * @description A register whose database was restored from a backup finds at its start what it had published since, as far as the streams still hold it (three days). Its source sends what is missing again, the same or newer revisions; as soon as they are recorded nothing is missing. What a source cannot send again an officer dismisses (POST /v1/missing-facts/dismiss).
         *
         *     Scope: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            received: components["schemas"]["Received"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/missing-facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each fact that a register lacks since its database was restored from a backup · 恢复备份后各登记服务缺失的事实
         * @description Scope: officer.
         */
        get: {
            parameters: {
                query?: {
                    /** @description true: those that were dismissed, instead of those that are waited for. */
                    dismissed?: "true" | "false";
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            missingFacts: components["schemas"]["MissingFact"][];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/missing-facts/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Not to wait for facts that their source cannot send again: they stay listed as dismissed · 不再等待来源无法重报的事实，并留存原因
         * @description By a person, who is written down with the reason; nothing takes that back. What the source sends after all is recorded. An answer of 404 names those that are not missing; the others of that register were not dismissed either.
         *
         *     Scope: officer.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ids: string[];
                        /** @description Why they cannot be sent again. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            dismissed: number;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/marked-records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Records that an officer should look at: invoices whose owner and user both changed · 需经办人核查的记录：所有者与用户均变更的发票
         * @description Perhaps such an invoice was another one under the same number. GET /v1/invoices/{id} shows both revisions; ask the source which is right. Where the newer is wrong, the source sends the right state as a higher revision, or `voided`, and the other invoice under its own number. The mark stays with the record.
         *
         *     Scope: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            records: {
                                type: string;
                                subject: string;
                                /** @description Whose it is: who recorded it first, or to whom it was handed over last. */
                                source: string;
                                current: {
                                    revision: number;
                                    /** @description Of the delivery that brought it. */
                                    id: string;
                                    time: string;
                                    recordedAt: string;
                                    /** @description Who recorded it. */
                                    source: string;
                                    /** @description The whole state, as its source sent it. */
                                    data: {
                                        [key: string]: unknown;
                                    };
                                };
                                /** @description In falling order. */
                                history: {
                                    revision: number;
                                    /** @description Of the delivery that brought it. */
                                    id: string;
                                    time: string;
                                    recordedAt: string;
                                    /** @description Who recorded it. */
                                    source: string;
                                    /** @description The whole state, as its source sent it. */
                                    data: {
                                        [key: string]: unknown;
                                    };
                                }[];
                                /** @description How it came to its source, newest first. */
                                handedOver: {
                                    id: string;
                                    from: string;
                                    to: string;
                                    at: string;
                                }[];
                                /** @description 计量费用 of an invoice that names usage records; null: there is none. Fen. */
                                meteredFeeFen: number | null;
                                /**
                                 * @description The metered fee exceeds 9,007,199,254,740,991 fen, and is not given.
                                 * @enum {boolean}
                                 */
                                beyondExact?: true;
                                /** @description Why: `parties-changed` where one revision of an invoice has another owner and another user. */
                                marks: string[];
                            }[];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Messages that a service could not process, per service, oldest first · 无法处理的消息
         * @description Scope: officer.
         */
        get: {
            parameters: {
                query?: {
                    /** @description true: those that were discarded, instead of those that wait. */
                    discarded?: "true" | "false";
                    /** @description `next` of the page before. */
                    after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            deadLetters: {
                                id: string;
                                /** @enum {string} */
                                service: "partners" | "institutions" | "contracts" | "metering" | "awards" | "disbursement";
                                /** @description Where the message came from. */
                                subject: string;
                                about: string;
                                reason: string;
                                at: string;
                                headers: {
                                    [key: string]: string;
                                };
                                /** @description The message, base64. */
                                payload: string;
                                /** @description Who decided not to send it again, and why; null while it waits. */
                                discarded: {
                                    by: string;
                                    reason: string;
                                    at: string;
                                } | null;
                                /** @description Whether nobody who may publish it proved that it did. Sent again, it is judged again. */
                                unbelieved: boolean;
                            }[];
                            /** @description Give as `after` for the next page; null on the last. */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send dead letters again, after what stopped them was mended · 重新发送无法处理的消息
         * @description Scope: officer.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ids: string[];
                    } | {
                        /** @enum {boolean} */
                        all: true;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            resent: number;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Not to send dead letters again: they are not pending any more, and stay listed as discarded · 放弃重发无法处理的消息，并留存原因
         * @description By a person, who is written down with the reason; nothing takes that back. An answer of 404 names those that there are not; the others of that service were not discarded either. One of 409 names those that are being sent again at the moment; the others were discarded.
         *
         *     Scope: officer.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ids: string[];
                        /** @description Why they are not to be sent again. */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            discarded: number;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                404: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                409: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/republish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let every service publish its newest states once more · 重新发布各服务的最新状态
         * @description For when messages were lost on the way. Harmless: consumers keep the highest version.
         *
         *     Scope: officer.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            published: {
                                partners: number;
                                institutions: number;
                                contracts: number;
                                metering: number;
                                awards: number;
                                disbursement: number;
                            };
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/migrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a migration would bring to the versions of this release · 查看待升级的存储数据
         * @description Scope: officer.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            collections: components["schemas"]["CollectionState"][];
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        put?: never;
        /**
         * Bring stored documents and indexes to the versions of this release · 升级存储数据
         * @description One part of the work: while anything is `older` in the answer, it is asked again. It can be ended at any instant and begun anew, and everything else goes on meanwhile.
         *
         *     Scope: officer.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            collections: components["schemas"]["CollectionState"][];
                            /** @description Documents that this call brought. */
                            migrated: number;
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                401: components["responses"]["Refusal"];
                403: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                413: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                415: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                503: components["responses"]["Refusal"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The state of the gateway and of each service (503 while one is away) · 网关及各服务的状态 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "serving" | "degraded";
                            /**
                             * @description Whether orders are made (GET /v1/ordering says since when and why); unknown while disbursement is away.
                             * @enum {string}
                             */
                            ordering: "open" | "suspended" | "unknown";
                            /**
                             * @description Missing: a register was restored from an older backup, and its sources have to send again (GET /v1/received says which and from when); unknown while a register is away.
                             * @enum {string}
                             */
                            facts: "complete" | "missing" | "unknown";
                            services: {
                                /** @enum {string} */
                                partners: "serving" | "not-serving" | "unreachable";
                                /** @enum {string} */
                                institutions: "serving" | "not-serving" | "unreachable";
                                /** @enum {string} */
                                contracts: "serving" | "not-serving" | "unreachable";
                                /** @enum {string} */
                                metering: "serving" | "not-serving" | "unreachable";
                                /** @enum {string} */
                                awards: "serving" | "not-serving" | "unreachable";
                                /** @enum {string} */
                                disbursement: "serving" | "not-serving" | "unreachable";
                            };
                        };
                    };
                };
                400: components["responses"]["Refusal"];
                408: components["responses"]["Refusal"];
                414: components["responses"]["Refusal"];
                417: components["responses"]["Refusal"];
                429: components["responses"]["Refusal"];
                431: components["responses"]["Refusal"];
                500: components["responses"]["Refusal"];
                /** @description A service is away. */
                503: {
                    headers: {
                        /** @description After how many seconds to come again. */
                        "Retry-After": number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "serving" | "degraded";
                            /**
                             * @description Whether orders are made (GET /v1/ordering says since when and why); unknown while disbursement is away.
                             * @enum {string}
                             */
                            ordering: "open" | "suspended" | "unknown";
                            /**
                             * @description Missing: a register was restored from an older backup, and its sources have to send again (GET /v1/received says which and from when); unknown while a register is away.
                             * @enum {string}
                             */
                            facts: "complete" | "missing" | "unknown";
                            services: {
                                /** @enum {string} */
                                partners: "serving" | "not-serving" | "unreachable";
                                /** @enum {string} */
                                institutions: "serving" | "not-serving" | "unreachable";
                                /** @enum {string} */
                                contracts: "serving" | "not-serving" | "unreachable";
                                /** @enum {string} */
                                metering: "serving" | "not-serving" | "unreachable";
                                /** @enum {string} */
                                awards: "serving" | "not-serving" | "unreachable";
                                /** @enum {string} */
                                disbursement: "serving" | "not-serving" | "unreachable";
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccountAmount: {
            year: number;
            /** @description The cap group (封顶组). */
            group: string;
            /** @description Integer fen (分, 1/100 yuan). */
            fen: number;
        };
        AccountDifference: {
            entity: string;
            entityName: string;
            year: number;
            /** @description 封顶组. */
            group: string;
            /** @description Of the regulation (条). */
            article: number;
            /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
            nowFen: number | null;
            /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
            thenFen: number | null;
            nowUndecided: number;
            thenUndecided: number;
            /** @description Without any further person, as soon as claims have moved. */
            orderedFen: number | null;
            /** @description What was ordered and is due no more. */
            recoverableFen: number | null;
        };
        Budget: {
            fiscalYear: number;
            /** @description Id of the programme. */
            programme: string;
            name: string;
            /** @description 功能分类科目 */
            functionalCode: string;
            /** @description straight-through or runs. */
            mode: string;
            /** @description Whether nothing is ordered beyond it. */
            isKept: boolean;
            /** @description Committed, ordered and available together. Fen; null: beyond exact. */
            appropriatedFen: number | null;
            /** @description Held by published runs. Fen; null: beyond exact. */
            committedFen: number | null;
            /** @description Orders alive or paid. Fen; null: beyond exact. */
            orderedFen: number | null;
            /** @description Negative where orders exceed a budget that is not kept to. Fen; null: beyond exact. */
            availableFen: number | null;
            /** @description Of what was ordered in this fiscal year. Fen; null: beyond exact. */
            paidFen: number | null;
            /** @description Of what was ordered in this fiscal year. Fen; null: beyond exact. */
            returnedFen: number | null;
            /** @description The papers that set it, in order. */
            changes: {
                /** @description Counts the changes of the budget, from 1. */
                number: number;
                /** @description What it is from then on. Fen. */
                appropriatedFen: number;
                document: string;
                by: string;
                at: string;
            }[];
        };
        CollectionState: {
            /** @enum {string} */
            service: "partners" | "institutions" | "contracts" | "metering" | "awards" | "disbursement";
            collection: string;
            /** @description False: this release does not know the collection, and leaves it alone. */
            isDeclared: boolean;
            /** @description In which this release writes its documents. */
            version: number;
            documents: number;
            /** @description Of the version before: a migration brings them to this one. */
            older: number;
            /** @description Of a version that this release cannot read. */
            unreadable: number;
            /** @description A migration makes them. */
            missingIndexes: string[];
            /** @description A migration drops them. */
            undeclaredIndexes: string[];
        };
        DecisionPreview: {
            /** @description To be named by whoever proposes or confirms. */
            digest: string;
            /** @description Of the decision; of a new one about the one that it would get. */
            id: string;
            /** @description Of the proposal; 0 before there is one. */
            number: number;
            /** @description The decision as it would be recorded. */
            data: {
                [key: string]: unknown;
            };
            /** @description That it decides, then or until now: the first thousand. */
            claims: {
                fact: {
                    type: string;
                    subject: string;
                };
                entity: string;
                year: number;
                group: string;
                /** @description Before the cap; null: undecided, or no claim. */
                nowFen: number | null;
                thenFen: number | null;
                nowDecision: string | null;
                thenDecision: string | null;
            }[];
            allClaims: {
                count: number;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                nowFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                thenFen: number | null;
            };
            /** @description That move: the first thousand. */
            accounts: {
                entity: string;
                year: number;
                group: string;
                entityName: string;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                nowClaimedFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                thenClaimedFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                nowEntitledFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                thenEntitledFen: number | null;
            }[];
            allAccounts: {
                count: number;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                nowFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                thenFen: number | null;
            };
            /** @description Decisions from which claims go to this one. */
            replaces: string[];
            /** @description Decisions that decide claims of its scope instead of it. */
            replacedBy: string[];
            /** @description Claims of its scope that others decide. */
            leftToOthers: number;
            /** @description Ordered without any further person. */
            orderedAtOnceFen: number | null;
            /** @description The first thousand. */
            orders: {
                entity: string;
                year: number;
                group: string;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                orderedFen: number | null;
                /** @description Open and not ordered; negative: to be given back. */
                waitingFen: number | null;
                /** @description Ordered at once, or as soon as the reasons for which it waits end; not what waits for a payment run. A confirmation holds this against what was shown. */
                unattendedFen: number | null;
                /** @description Why it waits. */
                reasons: string[];
            }[];
            shortBudgets: {
                fiscalYear: number;
                programme: string;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                lacksFen: number | null;
            }[];
            /** @description What is ordered at once is ordered after so long. */
            settleForMs: number;
        };
        DecisionProposal: {
            /** @description Counts those of the decision, from 1. */
            number: number;
            by: string;
            at: string;
            document: string;
            reason: string;
            /** @description The digest of the preview on which it was made. */
            preview: string;
            /** @description As which it would be recorded. */
            source: string;
            /** @description The decision as it would be recorded. */
            data: {
                [key: string]: unknown;
            };
        };
        HandOver: {
            id: string;
            from: string;
            to: string;
            /** @description Null: of all types. */
            type: string | null;
            /** @description The types that go: those that were proposed, whatever either source may record later. */
            types: string[];
            /** @description Null: all things of that type. */
            subject: string | null;
            /** @enum {string} */
            status: "proposed" | "confirmed" | "rejected";
            proposedBy: string;
            proposedAt: string;
            document: string;
            /** @description When it was confirmed: what the first source comes to own later is not meant. */
            at: string | null;
            /** @description Counts the handings over in the order of their confirmation; 0 until then. */
            version: number;
        };
        History: {
            /** @description The newest first. */
            acts: {
                /** @description Counts the acts on it, from 1. */
                number: number;
                event: string;
                /** @description Who did it. */
                by: string;
                /** @description By which of their keys. */
                key: string;
                at: string;
                /** @description The paper for a proposal, the reason for a rejection or a revocation. */
                because: string;
                /** @description What was proposed or made. */
                content: unknown;
            }[];
            /** @description Give as `after` for the next page; null on the last. */
            next: string | null;
        };
        Key: {
            /** @description Four characters that stand in the key as well. */
            id: string;
            name: string;
            person: string;
            /** @description What it lets its holder do now. */
            scopes: string[];
            /**
             * @description Waiting: for a second person.
             * @enum {string}
             */
            status: "waiting" | "standing" | "expired" | "revoked";
            createdBy: string;
            createdAt: string;
            /** @description Null: never, in development only. */
            expiresAt: string | null;
            confirmedBy: string | null;
            revokedBy: string | null;
            revokedAt: string | null;
        };
        MissingFact: {
            /** @description Register, type and subject, such as `contracts:contract/2019410100000001`. */
            id: string;
            register: string;
            source: string;
            /** @description The highest that the register had published. */
            revision: number;
            /** @description The earliest `time` of the revisions that are missing. */
            time: string;
            /** @description Who decided not to wait for it, and why; null while it is waited for. */
            dismissed: {
                by: string;
                reason: string;
                at: string;
            } | null;
        };
        Movement: {
            /** @description Under which it stands: another than the entity where a branch was paid. */
            uscc: string;
            at: string;
            /** @description entitlement, order, status, release, netting, run, recovery or resolution. */
            cause: string;
            /** @description Of the order, run or recovery; of an entitlement, the version of its account. */
            id: string | null;
            /** @description What happened to it; null where the cause says all. */
            step: string | null;
            by: string | null;
            /** @description The reason or the paper. */
            because: string | null;
            lines: {
                year: number;
                group: string;
                /** @description entitled, reserved, underWay, paid, nettedOut, received, writtenOff or open. */
                book: string;
                /** @description Signed. Fen. */
                fen: number;
            }[];
        };
        NewKey: {
            /** @description Four characters that stand in the key as well. */
            id: string;
            name: string;
            person: string;
            /** @description What it lets its holder do now. */
            scopes: string[];
            /**
             * @description Waiting: for a second person.
             * @enum {string}
             */
            status: "waiting" | "standing" | "expired" | "revoked";
            createdBy: string;
            createdAt: string;
            /** @description Null: never, in development only. */
            expiresAt: string | null;
            confirmedBy: string | null;
            revokedBy: string | null;
            revokedAt: string | null;
            /** @description The key itself, this once; null where its SHA-256 was given. */
            text: string | null;
        };
        Order: {
            id: string;
            /** @description Of issue. */
            fiscalYear: number;
            /** @description 功能分类科目 */
            functionalCode: string;
            programme: string;
            payeeUscc: string;
            payeeName: string;
            /** @description 收款人账号: its last four digits, whole for the treasury alone; may be empty. */
            payeeAccountNo: string;
            /** @description 收款人开户银行; may be empty. */
            payeeBankName: string;
            /** @description 联行号; may be empty. */
            payeeBankCode: string;
            entity: string;
            /** @description Of the first account that it pays. */
            year: number;
            group: string;
            /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
            amountFen: number | null;
            /** @description 支付明细: what it pays of each account. */
            lines: components["schemas"]["AccountAmount"][];
            /** @description 摘要 */
            purpose: string;
            /** @description 备注 */
            remark: string;
            trackingId: string;
            /** @description Its reference for banks (ISO 20022 EndToEndId): DX and 24 characters of A–Z and 2–7. */
            endToEndId: string;
            /** @enum {string} */
            state: "issued" | "sent" | "accepted" | "paid" | "rejected" | "returned" | "refused-by-treasury";
            issuedAt: string;
            updatedAt: string;
            /** @description What the treasury gave with its last status. */
            treasuryReason: string | null;
            /** @description A status that contradicts what is known: held for an officer. */
            contradiction: string | null;
            release: {
                by: string;
                reason: string;
                at: string;
            } | null;
            /** @description 退款: what came back of it; it stays paid until that is its whole amount. */
            returnedFen: number | null;
            /** @description What came back, part by part. */
            returns: {
                /** @description The bank's; null: all that was left, said without one. */
                reference: string | null;
                /** @description Integer fen (分, 1/100 yuan). */
                fen: number;
                reason: string | null;
                at: string;
                /** @description What of it was paid of which account. */
                lines: components["schemas"]["AccountAmount"][];
                /** @description Null: it waits for an officer. */
                release: {
                    by: string;
                    reason: string;
                    at: string;
                } | null;
            }[];
            /** @description The run (批次) that it came from; null: straight through. */
            run: string | null;
            /** @description The rejected or returned order whose amount it asks for again; null: none. */
            replaces: string | null;
            /** @description Rises with every change of the order. */
            revision: number;
            /** @description Its place in the list; its id for who reads the orders of an entity alone. */
            cursor: string;
        };
        Ordering: {
            /** @description Null while orders are made. */
            suspended: {
                by: string;
                at: string;
                because: string;
                /** @description Of which statements are wanted before orders are made again: from the newest order held on. */
                days: string[];
                /** @description It ends when two persons agree to the policy that an empty system took, not by statements. */
                awaitsPolicy: boolean;
                /** @description It ends when two persons agree to the settings of payments that an empty system took. */
                awaitsSettings: boolean;
            } | null;
            /** @description The last hundred, the newest first. */
            past: {
                by: string;
                at: string;
                because: string;
                /** @description Of which statements are wanted before orders are made again: from the newest order held on. */
                days: string[];
                /** @description It ends when two persons agree to the policy that an empty system took, not by statements. */
                awaitsPolicy: boolean;
                /** @description It ends when two persons agree to the settings of payments that an empty system took. */
                awaitsSettings: boolean;
                resumption: {
                    by: string;
                    at: string;
                    statement: string;
                    /** @description One for each day. */
                    statements: string[];
                    confirmedDays: string[];
                };
            }[];
        };
        Payee: {
            entity: string;
            /** @enum {string} */
            state: "none" | "proposed" | "confirmed" | "changing";
            /** @description Confirmed: money goes there. */
            standing: components["schemas"]["PayeeProposal"] | null;
            /** @description Waits for another person to confirm it. */
            waiting: components["schemas"]["PayeeProposal"] | null;
            proposals: components["schemas"]["PayeeProposal"][];
            notes: {
                event: string;
                number: number;
                by: string;
                at: string;
                because: string;
            }[];
        };
        PayeeProposal: {
            /** @description Counts those of the entity, from 1. */
            number: number;
            accountName: string;
            accountNo: string;
            bankName: string;
            bankCode: string;
            by: string;
            at: string;
            /** @description On what paper it was proposed. */
            document: string;
            /** @description Other entities that have this account too. */
            sharedWith: string[];
            /** @description Why that is right. */
            sharedBecause: string | null;
        };
        PaymentSettings: {
            /** @description SHA-256 over the rest, 64 hexadecimal digits. */
            digest: string;
            /** @description 项目: which groups each pays, how, up to what, and from which budget. */
            programmes: {
                [key: string]: unknown;
            }[];
            /** @description Nothing is ordered before an account was confirmed. */
            needsPayee: boolean;
            /** @description How long an entitlement has to stand. */
            settleForMs: number;
            /** @description How long later payables may still settle what was paid too much. */
            demandAfterDays: number;
        };
        Person: {
            id: string;
            /** @description As two persons set it last. */
            standing: {
                name: string;
                /** @enum {string} */
                kind: "person" | "machine";
                /** @description Its roles, which are the scopes of the API. */
                scopes: string[];
            } | null;
            /** @description Waits for another person to confirm it. */
            waiting: {
                /** @description Names the proposal where it is confirmed or rejected. */
                number: number;
                by: string;
                at: string;
                document: string;
                name: string;
                /** @enum {string} */
                kind: "person" | "machine";
                /** @description Its roles, which are the scopes of the API. */
                scopes: string[];
                keys: {
                    name: string;
                    /** @description Of the key that its holder has: whoever confirms compares it. */
                    sha256: string;
                    /** @description Null: all of its person. */
                    scopes: string[] | null;
                }[];
            } | null;
        };
        PolicyPlan: {
            /** @description Of what is in force, what is offered and from when; facts that arrive later change the figures, not this. */
            digest: string;
            /** @description 64 hexadecimal digits. */
            inForce: string;
            /** @description 64 hexadecimal digits. */
            offered: string;
            /** @description The first day whose claims are judged otherwise; null: none. */
            from: string | null;
            /** @description What an empty system took is not agreed to yet: `now` is nothing, and nothing is ordered. */
            isFirst: boolean;
            /** @description Another engine alone, by which no account holds other claims: whoever proposes it puts it in force. */
            isForOne: boolean;
            /** @description It has that day behind it (改变既往). */
            changesPast: boolean;
            plannedAt: string;
            facts: number;
            /** @description Those that differ. */
            accounts: number;
            /** @description That have them. */
            entities: number;
            /** @description Of the accounts that get more. */
            risesFen: number | null;
            /** @description Of those that get less: what of it was paid becomes recoverable. */
            fallsFen: number | null;
            /** @description Without any further person; as far as budgets and the caps of a day allow. */
            orderedFen: number | null;
            /** @description What was ordered and is due no more (追回). */
            recoverableFen: number | null;
            /** @description Programmes whose appropriation does not have as much left as would be ordered. */
            lackingBudgets: {
                fiscalYear: number;
                programme: string;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                lacksFen: number | null;
            }[];
            /** @description Of each year and cap group that differs. */
            groups: {
                year: number;
                group: string;
                /** @description Of the regulation (条). */
                article: number;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                nowFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                thenFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                risesFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                fallsFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                orderedFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                recoverableFen: number | null;
            }[];
        };
        PolicyProposal: {
            /** @description Counts them from 1. */
            number: number;
            by: string;
            at: string;
            document: string;
            /** @description With the figures that it was proposed on. */
            plan: components["schemas"]["PolicyPlan"];
        };
        Problem: {
            /** @description A URN that names the kind of problem. */
            type: string;
            title: string;
            status: number;
            /** @description What is wrong and what would be right. */
            detail: string;
            /** @description Everything wrong with the request, by field. */
            faults?: {
                field: string;
                reason: string;
                message: string;
            }[];
        };
        ProposedDecision: {
            id: string;
            /** @description Waits for another person. */
            waiting: components["schemas"]["DecisionProposal"] | null;
            proposals: number;
            /** @description Number of the proposal that was confirmed last; 0: none. */
            confirmed: number;
            /** @description The newest first, at most a hundred; empty in lists. */
            acts: {
                number: number;
                event: string;
                by: string;
                key: string;
                at: string;
                because: string;
            }[];
        };
        Received: {
            /** @description The service that holds this part of its facts. */
            register: string;
            source: string;
            /** @description Things of this source that the register holds. */
            facts: number;
            /** @description When the register took in the newest of them; null where it holds none. */
            newestRecordedAt: string | null;
            /** @description The latest `time` of them; null where it holds none. */
            newestTime: string | null;
            /** @description Facts that the register published before its database was restored from an older backup, and that it does not hold. */
            missingFacts: number;
            /** @description From which `time` of its facts on the source should send again; null where nothing is missing. */
            sendAgainFrom: string | null;
        };
        Recovery: {
            id: string;
            entity: string;
            name: string;
            /** @enum {string} */
            state: "demanded" | "settled" | "written-off";
            reason: string;
            /** @description Last day to pay, YYYY-MM-DD. */
            dueOn: string;
            /** @description What the demand says of each account, as it stood then. */
            lines: {
                year: number;
                group: string;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                demandedFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                entitledFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                paidFen: number | null;
                /** @description Signed: what went to other accounts, less what came from them. Fen; null: beyond exact. */
                nettedOutFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                receivedFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                writtenOffFen: number | null;
            }[];
            /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
            demandedFen: number | null;
            /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
            receivedFen: number | null;
            /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
            writtenOffFen: number | null;
            /** @description Less what was netted, or became due again, since. Fen; null: beyond exact. */
            outstandingFen: number | null;
            /** @description What happened to it, in order. */
            notes: {
                /** @description demand, receive-part, receive-rest, write-off or cleared. */
                event: string;
                /** @description Integer fen (分, 1/100 yuan). */
                fen: number;
                /** @description The bank's reference of a transfer; null: none. */
                id: string | null;
                by: string;
                at: string;
                document: string;
            }[];
        };
        Run: {
            id: string;
            title: string;
            programme: string;
            /** @description Of publication; it is issued in the same one. */
            fiscalYear: number;
            /** @description Cap groups that it takes; none: all of its programme. */
            groups: string[];
            /** @description Years that it takes; none: all. */
            years: number[];
            /** @description An entity with less open is left for a later run. Fen. */
            smallestFen: number;
            /** @enum {string} */
            state: "draft" | "published" | "approved" | "issued" | "closed" | "cancelled";
            /** @description The step that is being worked off; null: none. */
            step: string | null;
            /** @description 公示: first and last day. */
            publicity: {
                from: string;
                until: string;
                workingDays: number;
            } | null;
            lines: number;
            linesOut: number;
            undecidedObjections: number;
            /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
            draftFen: number | null;
            /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
            publishedFen: number | null;
            /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
            approvedFen: number | null;
            /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
            issuedFen: number | null;
            /** @description Who did what, when and on what paper, in order. */
            notes: {
                /** @description draft, publish, object, decide, approve, issue, close, cancel or give-back. */
                event: string;
                /** @description Of the line that it is about; null: the whole run. */
                entity: string | null;
                by: string;
                at: string;
                document: string;
            }[];
        };
        RunLine: {
            entity: string;
            name: string;
            /** @description What it takes of each account now. */
            amounts: components["schemas"]["AccountAmount"][];
            /** @description As they were frozen and made public. */
            published: components["schemas"]["AccountAmount"][];
            /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
            draftFen: number | null;
            /** @description Null: not there yet. Fen. */
            approvedFen: number | null;
            /** @description Null: not there yet. Fen. */
            issuedFen: number | null;
            /** @description Why it is out: held, nothing-open, belongs-to-another, objection, cancelled, no-payee, payee-confirmed-by-approver, beyond-exact (its amounts together are more than one order may carry: draft runs by group or year) or defect (its books are wrong: see the log); null: it is in. */
            out: string | null;
            objections: {
                reason: string;
                by: string;
                at: string;
                document: string;
                /** @description Null: undecided. */
                outcome: {
                    /** @description The line stays out. */
                    upheld: boolean;
                    by: string;
                    at: string;
                    reason: string;
                    document: string;
                } | null;
            }[];
            /** @description Id of its order; null: none. */
            order: string | null;
        };
        Source: {
            uri: string;
            /**
             * @description Proposed: nothing was confirmed yet.
             * @enum {string}
             */
            status: "proposed" | "confirmed" | "withdrawn";
            /** @description As two persons set it last. */
            standing: components["schemas"]["SourceTerms"] | null;
            /** @description Counts the states that were confirmed. */
            version: number;
            /** @description Waits for another person to confirm it. */
            waiting: {
                /** @description Names the proposal where it is confirmed or rejected. */
                number: number;
                by: string;
                at: string;
                document: string;
                /** @description Null: that it is withdrawn. */
                terms: components["schemas"]["SourceTerms"] | null;
            } | null;
        };
        SourceTerms: {
            name: string;
            /**
             * @description bureau 主管部门, exchange 技术交易机构, platform 仪器共享平台
             * @enum {string}
             */
            kind: "bureau" | "exchange" | "platform";
            /** @description 统一社会信用代码 of the legal entity that answers for it. */
            answerableUscc: string;
            /** @description The types of facts that it may record. */
            types: string[];
        };
        Statement: {
            id: string;
            day: string;
            fileName: string;
            sha256: string;
            /** @description Counts the comparisons of the same file, from 1. */
            round: number;
            by: string;
            at: string;
            lines: number;
            /** @description Identical lines beyond the first; they count once. */
            repeatedLines: number;
            matched: number;
            /** @description The treasury has it, we do not. */
            missingHere: number;
            /** @description We say it was paid or returned on that day; the statement does not have it. */
            missingThere: number;
            different: number;
            here: {
                orders: number;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                paidFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                returnedFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                rejectedFen: number | null;
            };
            there: {
                orders: number;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                paidFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                returnedFen: number | null;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                rejectedFen: number | null;
            };
        };
        StatementItem: {
            orderId: string;
            /** @enum {string} */
            class: "matched" | "missing-here" | "missing-there" | "different";
            differences: {
                /** @description amount (in fen), payee, account, state or voucher. */
                field: string;
                here: string;
                /** @description Several where lines contradict each other. */
                there: string[];
            }[];
            lines: {
                voucherNo: string;
                payeeName: string;
                payeeAccountNo: string;
                /** @description Fen; null: beyond exact figures, 9,007,199,254,740,991 fen. */
                amountFen: number | null;
                state: string;
            }[];
            repeatedLines: number;
            /** @description Here; null where the order is missing here. */
            amountFen: number | null;
            payeeName: string | null;
            state: string | null;
            /** @description When we heard what we say of that day. */
            saidAt: string | null;
        };
        StoredPolicy: {
            /** @description SHA-256 over packs, readings and engine, 64 hexadecimal digits. */
            digest: string;
            /** @description Raised by a release that computes anything otherwise under the same packs. */
            engineVersion: number;
            /** @description 解释选项, each with its value. */
            readings: {
                [key: string]: string;
            };
            /** @description The editions of the policy, each for claims dated within its period. */
            packs: {
                /** @description Of its folder. */
                name: string;
                /** @description The pack as it was written, YAML. */
                text: string;
                /** @description 64 hexadecimal digits. */
                sha256: string;
                /** @description 施行首日. */
                inForceFrom: string;
                /** @description The first day on which it no longer is; null: until further notice. */
                inForceUntil: string | null;
            }[];
        };
        Thing: {
            type: string;
            subject: string;
            /** @description Whose it is: who recorded it first, or to whom it was handed over last. */
            source: string;
            current: {
                revision: number;
                /** @description Of the delivery that brought it. */
                id: string;
                time: string;
                recordedAt: string;
                /** @description Who recorded it. */
                source: string;
                /** @description The whole state, as its source sent it. */
                data: {
                    [key: string]: unknown;
                };
            };
            /** @description In falling order. */
            history: {
                revision: number;
                /** @description Of the delivery that brought it. */
                id: string;
                time: string;
                recordedAt: string;
                /** @description Who recorded it. */
                source: string;
                /** @description The whole state, as its source sent it. */
                data: {
                    [key: string]: unknown;
                };
            }[];
            /** @description How it came to its source, newest first. */
            handedOver: {
                id: string;
                from: string;
                to: string;
                at: string;
            }[];
            /** @description 计量费用 of an invoice that names usage records; null: there is none. Fen. */
            meteredFeeFen: number | null;
            /**
             * @description The metered fee exceeds 9,007,199,254,740,991 fen, and is not given.
             * @constant
             */
            beyondExact?: true;
        };
        TransferBack: {
            /** @description The bank's reference. */
            id: string;
            /** @description Integer fen (分, 1/100 yuan). */
            amountFen: number;
            parts: {
                recovery: string;
                /** @description Integer fen (分, 1/100 yuan). */
                fen: number;
            }[];
            /** @description What the parts add up to: the amount. */
            partsFen: number;
            document: string;
            by: string;
            at: string;
        };
    };
    responses: {
        /** @description Why not (RFC 9457). */
        Refusal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
