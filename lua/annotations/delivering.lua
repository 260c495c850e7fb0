---@meta
-- The plugin API for editors (LuaLS): what a delivering exporter answers and is asked. It speaks to nobody: the core sends its requests.

---@class exporter_terms What it delivers with; it has neither `begins` nor `invoice` nor `ends` then.
---@field books? boolean its file is all that it takes to book a batch
---@field delivers? delivers how the core speaks to the target
---@field create? fun(invoice: invoice, t: delivery_desk): request that makes the document there, of credit notes too
---@field find? fun(document: delivery_document, t: delivery_desk): request that looks whether it is there
---@field confirm? fun(document: delivery_document, answer: delivery_answer, t: delivery_desk): facts|changes|facts[]|nil nil: not there
---@field company? fun(t: delivery_desk): request whose books they are
---@field needs? fun(invoice: invoice, t: delivery_desk): need[] what must be there before; asked again until no need is new
---@field void? fun(document: delivery_document, t: delivery_desk): request
---@field apply? fun(document: delivery_document, t: delivery_desk): request a credit note pays an invoice
---@field changed? fun(documents: delivery_document[], t: delivery_desk): request[] reads how they are now
---@field names? fun(kind: string, t: delivery_desk): request all names of a kind, for suggestions
---@field refused? fun(document: delivery_document, answer: delivery_answer, t: delivery_desk): verdict? nil: it was not refused

---@class delivers
---@field authorize_url string
---@field token_url string
---@field revoke_url? string
---@field scopes? string
---@field pkce? boolean
---@field secret? boolean the app has one (true where it is left out)
---@field redirect_uri? string|string[] several are tried in their order
---@field company_from? string the parameter of the redirect that names the company; nil: `company` lists them
---@field api_url string|table<"production"|"sandbox", string> "{company}" is the company's id
---@field limit? integer seconds after which a request is surely over: 120
---@field per_minute? integer requests: 60
---@field together? integer documents that one request may carry: 1
---@field list? string where several go together: the list of a body that holds them
---@field settings? table<string, table> what export.TARGET.NAME may be, the first unless it is set: { "ours", "theirs", doc = "…" }

---@class request A table as its body is sent as JSON: a decimal is a number there.
---@field method "GET"|"POST"|"PUT"|"PATCH"|"DELETE"
---@field path string below the target's address
---@field query? table<string, string|integer>
---@field headers? table<string, string>
---@field body? table|string
---@field type? string of the body
---@field of? any what `confirm` finds in document.of

---@class need What the target must know before the document: a customer, an item, an account, a tax.
---@field kind string
---@field key string ours
---@field name string the target's; found or made once, and remembered with its id
---@field find? request
---@field make? request nil: the user has to, and is told `missing`
---@field missing? string

---@class facts Of a document, a name or (a list of them, with any others) the companies.
---@field id string
---@field name? string
---@field number? string
---@field total? string an amount, below zero of a credit note
---@field tax? string
---@field version? string
---@field date? string
---@field customer? string its id there
---@field voided? boolean
---@field ours? boolean false: somebody else's document has that number
---@field theirs? boolean its tax and total are the target's, and kept

---@class verdict Why a request was refused, and what becomes of it.
---@field as "refused"|"there"|"unknown"|"wait"|"sign-in"|"stop" `there`: looked for again; `unknown`: it may have been done
---@field message? string
---@field hint? string what to do
---@field code? string
---@field after? integer seconds to wait

---@class changes
---@field documents? changed_document[]
---@field payments? remote_payment[]
---@field more? request[] to be asked as well

---@class changed_document
---@field id string
---@field number? string
---@field state? "there"|"voided"|"gone"
---@field total? string
---@field tax? string
---@field open? string
---@field date? string
---@field version? string

---@class remote_payment
---@field id string
---@field date string
---@field amount string
---@field currency? string
---@field reference? string
---@field customer? string
---@field pays? paid_document[]

---@class paid_document
---@field id string
---@field amount string

---@class delivery_document What a request or an answer is about.
---@field kind string of a document invoice, credit, void or apply; of a need its kind; company, changes, names
---@field number? string of a document
---@field invoice? invoice of a document
---@field key? string of its request; of a need its key
---@field name? string of a need
---@field id? string once it is there, as with `version`
---@field version? string
---@field credit? table<"id"|"version"|"number", string> of an application: the credit note
---@field to? table<"id"|"version"|"number", string> the invoice
---@field amount? string
---@field date? string
---@field of? any of changes what the request had; of names their kind

---@class delivery_answer What came back.
---@field status integer
---@field body? any JSON: numbers are exact text, null is nil; nil where it is no JSON
---@field text string its first 2,000 bytes
---@field trace? string

---@class delivery_desk: export_desk
---@field key string of this request, for ever: a target that knows it does nothing twice
---@field company table<string, any> what `company` said of the one that was chosen
---@field settings table<string, string>
---@field id fun(kind: string, key: string): string? of a need that was found or made

---@class example Of a delivering exporter: all that is billed is delivered to the answers of `sends`; nothing is sent anywhere.
---@field company? table t.company
---@field options? table<string, string> its settings
---@field sends? sent[] each request in its order
---@field delivered? table[] { invoice =, state =, difference =, message = } of each; left out: all are delivered
---@class sent
---@field ask string "POST invoice"
---@field query? table what matters of the request
---@field headers? table
---@field body? table
---@field status? integer of the answer: 200
---@field answer? table
