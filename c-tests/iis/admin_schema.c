/* The schema of a section through ahadmin.h: every method, of attributes, elements, collections and constants. */
#include <ahadmin.h>
#include <oleauto.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

IAppHostAdminManager *portico_private_test_admin_manager(const char *file, const char *schemas);

static int failures;
static char folder[] = "/tmp/portico-admin-XXXXXX";

static void check(int ok, const char *what, int line) {
    if (!ok) {
        fprintf(stderr, "line %d: %s\n", line, what);
        ++failures;
    }
}
#define CHECK(condition) check((condition), #condition, __LINE__)
#define WIN32(code) ((HRESULT)(0x80070000u | (code)))
#define TEXT_OF(literal) ((BSTR)(literal))
#define CALL(object, ...) CALL_(object, __VA_ARGS__)
#define CALL_(object, method, ...) (object)->lpVtbl->method((object), __VA_ARGS__)
#define RELEASE(object) CHECK((object)->lpVtbl->Release(object) == 0)

/* The text that a method gives. */
#define IS_TEXT(object, method, expected)                                    \
    do {                                                                     \
        BSTR text = NULL;                                                    \
        CHECK((object)->lpVtbl->method((object), &text) == S_OK);            \
        if (text == NULL || wcscmp(text, expected) != 0) {                   \
            fprintf(stderr, "line %d: " #method " is %ls\n", __LINE__, text ? text : L"NULL"); \
            ++failures;                                                      \
        }                                                                    \
        SysFreeString(text);                                                 \
    } while (0)
#define IS_FLAG(object, method, expected)                                    \
    do {                                                                     \
        VARIANT_BOOL flag = 7;                                               \
        CHECK((object)->lpVtbl->method((object), &flag) == S_OK);            \
        CHECK(flag == (expected));                                           \
    } while (0)

static void write_file(const char *name, const char *text) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) {
        perror(path);
        exit(2);
    }
}

static const char *const HOST =
    "<configuration><configSections><sectionGroup name=\"system.webServer\"><section name=\"Test\" /></sectionGroup>"
    "</configSections><system.webServer><Test><thing name=\"a\" extra=\"more\" /></Test></system.webServer></configuration>";

static const char *const SCHEMA =
    "<configSchema><sectionSchema name=\"system.webServer/Test\">"
    "<attribute name=\"enabled\" type=\"bool\" defaultValue=\"true\" />"
    "<attribute name=\"path\" type=\"string\" expanded=\"true\" caseSensitive=\"true\" encrypted=\"true\""
    " validationType=\"nonEmptyString\" defaultValue=\"x\" />"
    "<attribute name=\"limit\" type=\"uint\" allowInfinite=\"true\" defaultValue=\"5\""
    " validationType=\"integerRange\" validationParameter=\"1,10\" />"
    "<attribute name=\"period\" type=\"timeSpan\" timeSpanFormat=\"seconds\" defaultValue=\"30\" />"
    "<attribute name=\"mode\" type=\"enum\" defaultValue=\"On\"><enum name=\"Off\" value=\"0\" /><enum name=\"On\" value=\"3\" /></attribute>"
    "<attribute name=\"what\" type=\"flags\" defaultValue=\"None\"><flag name=\"None\" value=\"0\" /><flag name=\"All\" value=\"255\" /></attribute>"
    "<element name=\"part\"><attribute name=\"one\" type=\"int\" defaultValue=\"1\" /></element>"
    "<collection addElement=\"thing,other\" removeElement=\"without\" clearElement=\"nothing\" mergeAppend=\"false\""
    " allowUnrecognizedAttributes=\"true\">"
    "<attribute name=\"name\" type=\"string\" required=\"true\" isUniqueKey=\"true\" /><attribute name=\"value\" type=\"string\" />"
    "</collection></sectionSchema></configSchema>";

static VARIANT index_of(LONG number) {
    VARIANT index;
    VariantInit(&index);
    index.vt = VT_I4;
    index.lVal = number;
    return index;
}

static VARIANT name_of(const wchar_t *name) {
    VARIANT index;
    VariantInit(&index);
    index.vt = VT_BSTR;
    index.bstrVal = TEXT_OF(name);
    return index;
}

static IAppHostPropertySchema *attribute(IAppHostPropertySchemaCollection *all, const wchar_t *name) {
    IAppHostPropertySchema *one = NULL;
    CHECK(CALL(all, get_Item, name_of(name), &one) == S_OK);
    if (one == NULL) {
        fprintf(stderr, "no attribute %ls\n", name);
        exit(1);
    }
    return one;
}

static void constants(IAppHostPropertySchemaCollection *all, const wchar_t *name, const wchar_t *second, DWORD number) {
    IAppHostPropertySchema *one = attribute(all, name);
    IAppHostConstantValueCollection *values = NULL;
    IAppHostConstantValue *value = NULL;
    DWORD count = 0, is = 0;
    CHECK(CALL(one, get_PossibleValues, &values) == S_OK);
    CHECK(CALL(values, get_Count, &count) == S_OK && count == (second ? 2u : 0u));
    if (second) {
        CHECK(CALL(values, get_Item, index_of(1), &value) == S_OK);
        IS_TEXT(value, get_Name, second);
        CHECK(CALL(value, get_Value, &is) == S_OK && is == number);
        RELEASE(value);
        CHECK(CALL(values, get_Item, name_of(second), &value) == S_OK);
        RELEASE(value);
    }
    CHECK(CALL(values, get_Item, index_of(2), &value) == WIN32(ERROR_INVALID_INDEX) && value == NULL);
    RELEASE(values);
    RELEASE(one);
}

static void attributes(IAppHostElementSchema *schema) {
    IAppHostPropertySchemaCollection *all = NULL;
    IAppHostPropertySchema *one = NULL;
    VARIANT value;
    DWORD count = 0;
    VariantInit(&value);
    CHECK(CALL(schema, get_PropertySchemas, &all) == S_OK);
    CHECK(CALL(all, get_Count, &count) == S_OK && count == 6);
    CHECK(CALL(all, get_Item, index_of(6), &one) == WIN32(ERROR_INVALID_INDEX) && one == NULL);
    CHECK(CALL(all, get_Item, index_of(0), &one) == S_OK);
    IS_TEXT(one, get_Name, L"enabled");
    IS_TEXT(one, get_Type, L"bool");
    IS_TEXT(one, get_ValidationType, L"");
    IS_TEXT(one, get_TimeSpanFormat, L"");
    IS_FLAG(one, get_IsRequired, VARIANT_FALSE);
    IS_FLAG(one, get_IsExpanded, VARIANT_FALSE);
    CHECK(CALL(one, get_DefaultValue, &value) == S_OK && value.vt == VT_BOOL && value.boolVal == VARIANT_TRUE);
    CHECK(CALL(one, GetMetadata, TEXT_OF(L"x"), &value) == WIN32(ERROR_NOT_SUPPORTED));
    CHECK(CALL(one, get_Name, NULL) == WIN32(ERROR_INVALID_PARAMETER));
    RELEASE(one);

    one = attribute(all, L"path");
    IS_FLAG(one, get_IsExpanded, VARIANT_TRUE);
    IS_FLAG(one, get_IsCaseSensitive, VARIANT_TRUE);
    IS_FLAG(one, get_IsEncrypted, VARIANT_TRUE);
    IS_FLAG(one, get_IsUniqueKey, VARIANT_FALSE);
    IS_FLAG(one, get_IsCombinedKey, VARIANT_FALSE);
    IS_FLAG(one, get_DoesAllowInfinite, VARIANT_FALSE);
    IS_TEXT(one, get_ValidationType, L"nonEmptyString");
    CHECK(CALL(one, get_DefaultValue, &value) == S_OK && value.vt == VT_BSTR && wcscmp(value.bstrVal, L"x") == 0);
    VariantClear(&value);
    RELEASE(one);

    one = attribute(all, L"limit");
    IS_TEXT(one, get_Type, L"uint");
    IS_FLAG(one, get_DoesAllowInfinite, VARIANT_TRUE);
    IS_TEXT(one, get_ValidationType, L"integerRange");
    IS_TEXT(one, get_ValidationParameter, L"1,10");
    CHECK(CALL(one, get_DefaultValue, &value) == S_OK && value.vt == VT_UI4 && value.ulVal == 5);
    RELEASE(one);
    one = attribute(all, L"period");
    IS_TEXT(one, get_Type, L"timeSpan");
    IS_TEXT(one, get_TimeSpanFormat, L"seconds");
    RELEASE(one);
    constants(all, L"mode", L"On", 3);
    constants(all, L"what", L"All", 255);
    constants(all, L"limit", NULL, 0);
    RELEASE(all);
}

static void elements(IAppHostElementSchema *schema) {
    IAppHostElementSchemaCollection *all = NULL;
    IAppHostElementSchema *part = NULL;
    DWORD count = 0;
    CHECK(CALL(schema, get_ChildElementSchemas, &all) == S_OK);
    CHECK(CALL(all, get_Count, &count) == S_OK && count == 1);
    CHECK(CALL(all, get_Item, index_of(0), &part) == S_OK);
    IS_TEXT(part, get_Name, L"part");
    IS_FLAG(part, get_DoesAllowUnschematizedProperties, VARIANT_FALSE);
    IS_FLAG(part, get_IsCollectionDefault, VARIANT_FALSE);
    IAppHostCollectionSchema *none = (IAppHostCollectionSchema *)-1;
    CHECK(CALL(part, get_CollectionSchema, &none) == S_OK && none == NULL);
    RELEASE(part);
    CHECK(CALL(all, get_Item, name_of(L"part"), &part) == S_OK);
    RELEASE(part);
    CHECK(CALL(all, get_Item, name_of(L"other"), &part) == WIN32(ERROR_INVALID_INDEX) && part == NULL);
    RELEASE(all);
}

/* One attribute or none in what takes entries out. */
static void part(IAppHostElementSchema *schema, const wchar_t *name, DWORD attributes) {
    IAppHostPropertySchemaCollection *all = NULL;
    DWORD count = 7;
    IS_TEXT(schema, get_Name, name);
    CHECK(CALL(schema, get_PropertySchemas, &all) == S_OK);
    CHECK(CALL(all, get_Count, &count) == S_OK && count == attributes);
    RELEASE(all);
    RELEASE(schema);
}

static void collection(IAppHostCollectionSchema *schema) {
    IAppHostElementSchema *item = NULL;
    IAppHostPropertySchemaCollection *all = NULL;
    VARIANT value;
    IS_TEXT(schema, get_AddElementNames, L"thing,other");
    IS_FLAG(schema, get_IsMergeAppend, VARIANT_FALSE);
    IS_FLAG(schema, get_DoesAllowDuplicates, VARIANT_FALSE);
    CHECK(CALL(schema, GetMetadata, TEXT_OF(L"x"), &value) == WIN32(ERROR_NOT_SUPPORTED));
    CHECK(CALL(schema, GetAddElementSchema, TEXT_OF(L"none"), &item) == WIN32(ERROR_INVALID_INDEX) && item == NULL);
    CHECK(CALL(schema, GetAddElementSchema, NULL, &item) == WIN32(ERROR_INVALID_PARAMETER) && item == NULL);
    CHECK(CALL(schema, GetAddElementSchema, TEXT_OF(L"other"), &item) == S_OK);
    IS_FLAG(item, get_DoesAllowUnschematizedProperties, VARIANT_TRUE);
    CHECK(CALL(item, GetMetadata, TEXT_OF(L"x"), &value) == WIN32(ERROR_NOT_SUPPORTED));
    CHECK(CALL(item, get_PropertySchemas, &all) == S_OK);
    IAppHostPropertySchema *name = attribute(all, L"name");
    IS_FLAG(name, get_IsRequired, VARIANT_TRUE);
    IS_FLAG(name, get_IsUniqueKey, VARIANT_TRUE);
    RELEASE(name);
    RELEASE(all);
    RELEASE(item);
    CHECK(CALL(schema, get_RemoveElementSchema, &item) == S_OK);
    part(item, L"without", 1);
    CHECK(CALL(schema, get_ClearElementSchema, &item) == S_OK);
    part(item, L"nothing", 0);
}

int main(void) {
    char host[300], schemas[300], command[300];
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        return 2;
    }
    snprintf(host, sizeof host, "%s/applicationHost.config", folder);
    snprintf(schemas, sizeof schemas, "%s/schema", folder);
    mkdir(schemas, 0700);
    write_file("applicationHost.config", HOST);
    write_file("schema/test.xml", SCHEMA);
    IAppHostAdminManager *manager = portico_private_test_admin_manager(host, schemas);
    IAppHostElement *element = NULL, *thing = NULL;
    IAppHostElementCollection *things = NULL;
    IAppHostElementSchema *schema = NULL;
    IAppHostCollectionSchema *entries = NULL;
    IAppHostProperty *property = NULL;
    IAppHostPropertySchema *other = NULL;
    IAppHostMethodCollection *methods = NULL;
    IAppHostMethod *method = NULL;
    DWORD count = 7;
    CHECK(manager != NULL);
    if (manager == NULL || CALL(manager, GetAdminSection, TEXT_OF(L"system.webServer/Test"),
                               TEXT_OF(L"MACHINE/WEBROOT/APPHOST"), &element) != S_OK) {
        fprintf(stderr, "there is no section\n");
        return 1;
    }
    CHECK(CALL(element, get_Collection, &things) == S_OK);
    CHECK(CALL(things, get_Item, index_of(0), &thing) == S_OK);
    /* What no schema names is a text. */
    CHECK(CALL(thing, GetPropertyByName, TEXT_OF(L"extra"), &property) == S_OK);
    CHECK(CALL(property, get_Schema, &other) == S_OK);
    IS_TEXT(other, get_Name, L"extra");
    IS_TEXT(other, get_Type, L"string");
    RELEASE(other);
    RELEASE(property);
    RELEASE(thing);
    CHECK(CALL(element, get_Methods, &methods) == S_OK);
    CHECK(CALL(methods, get_Count, &count) == S_OK && count == 0);
    CHECK(CALL(methods, get_Item, index_of(0), &method) == WIN32(ERROR_INVALID_INDEX) && method == NULL);
    RELEASE(methods);

    CHECK(CALL(element, get_Schema, &schema) == S_OK);
    CHECK(CALL(things, get_Schema, &entries) == S_OK);
    RELEASE(things);
    RELEASE(element);
    /* A schema outlives what it was asked of. */
    RELEASE(manager);
    IS_TEXT(schema, get_Name, L"system.webServer/Test");
    attributes(schema);
    elements(schema);
    collection(entries);
    RELEASE(entries);
    CHECK(CALL(schema, get_CollectionSchema, &entries) == S_OK);
    RELEASE(entries);
    RELEASE(schema);
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    CHECK(system(command) == 0);
    return failures == 0 ? 0 : 1;
}
