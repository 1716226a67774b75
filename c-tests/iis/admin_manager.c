/* The configuration through ahadmin.h: the calls that real modules make, every method that answers, and
 * the errors. It writes its own files into a folder below the current one. */
#include <ahadmin.h>
#include <oleauto.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* Modules pass plain literals for BSTRs. */
#define TEXT_OF(literal) ((BSTR)(literal))

#define SITE L"MACHINE/WEBROOT/APPHOST/Site"

static void write_file(const char *name, const char *text) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    for (const char *at = text; *at != '\0'; ++at) {
        if (*at == '@') {
            fputs(folder, file);
        } else {
            fputc(*at, file);
        }
    }
    fclose(file);
}

static void make_folder(const char *name) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    mkdir(path, 0700);
}

static const char *const HOST =
    "<configuration>\n"
    "<configSections><sectionGroup name=\"system.webServer\"><section name=\"ModSecurity\" /></sectionGroup></configSections>\n"
    "<system.applicationHost><sites><site name=\"Site\" id=\"7\">\n"
    "<bindings><binding protocol=\"http\" bindingInformation=\"*:80:host\" /><binding protocol=\"https\"\n"
    " bindingInformation=\"*:443:\" sslFlags=\"Sni\" /></bindings>\n"
    "<application path=\"/\"><virtualDirectory path=\"/\" physicalPath=\"@/www\" /></application>\n"
    "<application path=\"/app\"><virtualDirectory path=\"/\" physicalPath=\"@/app\" /></application>\n"
    "</site><site name=\"Plain\" id=\"8\"><application path=\"/\"><virtualDirectory path=\"/\" physicalPath=\"@/app\" />\n"
    "</application></site></sites></system.applicationHost>\n"
    "<location path=\"Site/app\"><system.webServer><webSocket enabled=\"false\" pingInterval=\"00:00:10\" />"
    "<directoryBrowse enabled=\"true\" /></system.webServer></location>\n"
    "</configuration>";

static const char *const SCHEMA =
    "<configSchema><sectionSchema name=\"system.webServer/ModSecurity\">"
    "<attribute name=\"enabled\" type=\"bool\" defaultValue=\"false\" />"
    "<attribute name=\"configFile\" type=\"string\" defaultValue=\"\" />"
    "<attribute name=\"level\" type=\"int\" defaultValue=\"-3\" /><attribute name=\"big\" type=\"int64\" defaultValue=\"-9\" />"
    "</sectionSchema></configSchema>";

static IAppHostElement *section(IAppHostAdminManager *manager, const wchar_t *name, const wchar_t *path) {
    IAppHostElement *element = NULL;
    const HRESULT result = manager->lpVtbl->GetAdminSection(manager, TEXT_OF(name), TEXT_OF(path), &element);
    if (result != S_OK || element == NULL) {
        fprintf(stderr, "GetAdminSection(%ls, %ls): %08x\n", name, path, (unsigned)result);
        exit(1);
    }
    return element;
}

static HRESULT section_error(IAppHostAdminManager *manager, const wchar_t *name, const wchar_t *path) {
    IAppHostElement *element = (IAppHostElement *)-1;
    const HRESULT result = manager->lpVtbl->GetAdminSection(manager, TEXT_OF(name), TEXT_OF(path), &element);
    CHECK(element == NULL);
    return result;
}

/* A property's value, and whether its text is the one that is expected. */
static VARIANT value(IAppHostElement *element, const wchar_t *name, const wchar_t *expected) {
    IAppHostProperty *property = NULL;
    IAppHostPropertyException *exception = (IAppHostPropertyException *)-1;
    BSTR text = NULL;
    VARIANT result;
    VariantInit(&result);
    CHECK(element->lpVtbl->GetPropertyByName(element, TEXT_OF(name), &property) == S_OK);
    if (property == NULL) {
        fprintf(stderr, "no property %ls\n", name);
        exit(1);
    }
    CHECK(property->lpVtbl->get_Value(property, &result) == S_OK);
    CHECK(property->lpVtbl->get_Exception(property, &exception) == S_OK && exception == NULL);
    CHECK(property->lpVtbl->get_StringValue(property, &text) == S_OK);
    if (wcscmp(text, expected) != 0) {
        fprintf(stderr, "%ls is %ls, not %ls\n", name, text, expected);
        ++failures;
    }
    CHECK(SysStringLen(text) == wcslen(expected));
    SysFreeString(text);
    CHECK(property->lpVtbl->get_Name(property, &text) == S_OK);
    CHECK(wcscmp(text, name) == 0);
    SysFreeString(text);
    CHECK(property->lpVtbl->Clear(property) == E_ACCESSDENIED);
    CHECK(property->lpVtbl->put_Value(property, result) == E_ACCESSDENIED);
    CHECK(property->lpVtbl->Release(property) == 0);
    return result;
}

static void expect_text(IAppHostElement *element, const wchar_t *name, const wchar_t *expected) {
    VARIANT found = value(element, name, expected);
    VariantClear(&found);
}

static VARIANT index_of(VARTYPE kind, int number) {
    VARIANT index;
    VariantInit(&index);
    index.vt = kind;
    if (kind == VT_I2) {
        index.iVal = (SHORT)number;
    } else {
        index.lVal = number;
    }
    return index;
}

/* The kinds of values, and changes of kind as modules make them. */
static void values(IAppHostAdminManager *manager) {
    IAppHostElement *mod = section(manager, L"system.webServer/ModSecurity", SITE);
    VARIANT found = value(mod, L"enabled", L"true");
    CHECK(found.vt == VT_BOOL && found.boolVal == VARIANT_TRUE);
    found = value(mod, L"configFile", L"c:\\inetpub\\a.conf");
    CHECK(found.vt == VT_BSTR && SysStringLen(found.bstrVal) == 17);
    VariantClear(&found);
    found = value(mod, L"level", L"-3");
    CHECK(found.vt == VT_I4 && found.lVal == -3);
    found = value(mod, L"big", L"-9");
    CHECK(found.vt == VT_I8 && found.llVal == -9);
    mod->lpVtbl->Release(mod);

    IAppHostElement *socket = section(manager, L"system.webServer/webSocket", SITE L"/app/x");
    found = value(socket, L"enabled", L"false");
    CHECK(found.vt == VT_BOOL && found.boolVal == VARIANT_FALSE);
    found = value(socket, L"receiveBufferLimit", L"4194304");
    CHECK(VariantChangeType(&found, &found, 0, VT_UI4) == S_OK && found.ulVal == 4194304);
    found = value(socket, L"pingInterval", L"00:00:10");
    CHECK(VariantChangeType(&found, &found, 0, VT_UI8) == S_OK && found.ullVal == 100000000);
    socket->lpVtbl->Release(socket);

    IAppHostElement *handlers = section(manager, L"system.webServer/handlers", SITE);
    found = value(handlers, L"accessPolicy", L"Read,Script");
    CHECK(found.vt == VT_I4 && found.lVal == 513);
    IAppHostElementCollection *items = NULL;
    IAppHostElement *item = NULL;
    CHECK(handlers->lpVtbl->get_Collection(handlers, &items) == S_OK);
    DWORD count = 0;
    CHECK(items->lpVtbl->get_Count(items, &count) == S_OK && count == 3);
    CHECK(items->lpVtbl->get_Item(items, index_of(VT_I2, 2), &item) == S_OK);
    expect_text(item, L"name", L"StaticFile");
    expect_text(item, L"modules", L"StaticFileModule,DefaultDocumentModule,DirectoryListingModule");
    found = value(item, L"resourceType", L"Either");
    CHECK(found.vt == VT_I4 && found.lVal == 2);
    item->lpVtbl->Release(item);
    CHECK(items->lpVtbl->get_Item(items, index_of(VT_UI4, 3), &item) == WIN32(ERROR_INVALID_INDEX) && item == NULL);
    CHECK(items->lpVtbl->get_Item(items, index_of(VT_INT, -1), &item) == WIN32(ERROR_INVALID_INDEX));
    CHECK(items->lpVtbl->get_Item(items, index_of(VT_EMPTY, 0), &item) == WIN32(ERROR_INVALID_INDEX));
    CHECK(items->lpVtbl->get_Item(items, index_of(VT_INT, 0), NULL) == WIN32(ERROR_INVALID_PARAMETER));
    CHECK(items->lpVtbl->get_Count(items, NULL) == WIN32(ERROR_INVALID_PARAMETER));
    CHECK(items->lpVtbl->Clear(items) == E_ACCESSDENIED);
    CHECK(items->lpVtbl->DeleteElement(items, index_of(VT_INT, 0)) == E_ACCESSDENIED);
    CHECK(items->lpVtbl->AddElement(items, handlers, -1) == E_ACCESSDENIED);
    CHECK(items->lpVtbl->CreateNewElement(items, TEXT_OF(L"add"), &item) == E_ACCESSDENIED && item == NULL);
    CHECK(items->lpVtbl->Release(items) == 0);
    CHECK(handlers->lpVtbl->Clear(handlers) == E_ACCESSDENIED);
    CHECK(handlers->lpVtbl->Release(handlers) == 0);
}

/* Sites from an application's path: bindings, applications, directories. */
static void sites(IAppHostAdminManager *manager) {
    IAppHostElement *all = section(manager, L"system.applicationHost/sites", SITE L"/app");
    IAppHostElementCollection *items = NULL, *inner = NULL;
    IAppHostElement *site = NULL, *bindings = NULL, *item = NULL, *none = NULL;
    DWORD count = 0;
    CHECK(all->lpVtbl->get_Collection(all, &items) == S_OK);
    CHECK(items->lpVtbl->get_Item(items, index_of(VT_UI4, 0), &site) == S_OK);
    BSTR name = NULL;
    CHECK(site->lpVtbl->get_Name(site, &name) == S_OK && wcscmp(name, L"site") == 0);
    SysFreeString(name);
    expect_text(site, L"name", L"Site");
    VARIANT id = value(site, L"id", L"7");
    CHECK(VariantChangeType(&id, &id, 0, VT_UI4) == S_OK && id.ulVal == 7);
    CHECK(site->lpVtbl->GetElementByName(site, TEXT_OF(L"bindings"), &bindings) == S_OK);
    CHECK(bindings->lpVtbl->get_Collection(bindings, &inner) == S_OK);
    CHECK(inner->lpVtbl->get_Count(inner, &count) == S_OK && count == 2);
    CHECK(inner->lpVtbl->get_Item(inner, index_of(VT_I2, 1), &item) == S_OK);
    expect_text(item, L"bindingInformation", L"*:443:");
    VARIANT flags = value(item, L"sslFlags", L"Sni");
    CHECK(flags.vt == VT_I4 && flags.lVal == 1);
    item->lpVtbl->Release(item);
    inner->lpVtbl->Release(inner);
    bindings->lpVtbl->Release(bindings);

    CHECK(site->lpVtbl->get_Collection(site, &inner) == S_OK);
    CHECK(inner->lpVtbl->get_Count(inner, &count) == S_OK && count == 2);
    CHECK(inner->lpVtbl->get_Item(inner, index_of(VT_I2, 1), &item) == S_OK);
    expect_text(item, L"path", L"/app");
    IAppHostElementCollection *directories = NULL;
    IAppHostElement *directory = NULL;
    CHECK(item->lpVtbl->get_Collection(item, &directories) == S_OK);
    CHECK(directories->lpVtbl->get_Item(directories, index_of(VT_I2, 0), &directory) == S_OK);
    expect_text(directory, L"path", L"/");
    directory->lpVtbl->Release(directory);
    directories->lpVtbl->Release(directories);
    item->lpVtbl->Release(item);
    inner->lpVtbl->Release(inner);

    CHECK(site->lpVtbl->GetElementByName(site, TEXT_OF(L"application"), &none) == WIN32(ERROR_INVALID_INDEX));
    CHECK(none == NULL);
    CHECK(site->lpVtbl->GetElementByName(site, NULL, &none) == WIN32(ERROR_INVALID_PARAMETER));
    IAppHostProperty *property = (IAppHostProperty *)-1;
    CHECK(site->lpVtbl->GetPropertyByName(site, TEXT_OF(L"none"), &property) == WIN32(ERROR_INVALID_INDEX));
    CHECK(property == NULL);

    IAppHostChildElementCollection *children = NULL;
    CHECK(site->lpVtbl->get_ChildElements(site, &children) == S_OK);
    CHECK(children->lpVtbl->get_Count(children, &count) == S_OK && count > 4);
    CHECK(children->lpVtbl->get_Item(children, index_of(VT_INT, 0), &item) == S_OK);
    CHECK(item->lpVtbl->get_Name(item, &name) == S_OK && wcscmp(name, L"bindings") == 0);
    SysFreeString(name);
    item->lpVtbl->Release(item);
    CHECK(children->lpVtbl->get_Item(children, index_of(VT_INT, 99), &item) == WIN32(ERROR_INVALID_INDEX));
    children->lpVtbl->Release(children);
    site->lpVtbl->Release(site);
    items->lpVtbl->Release(items);
    CHECK(all->lpVtbl->Release(all) == 0);
}

/* appSettings as iisnode reads them: the properties of an entry by name. */
static void settings(IAppHostAdminManager *manager) {
    IAppHostElement *all = section(manager, L"appSettings", SITE L"/a/b"), *item = NULL;
    IAppHostElementCollection *items = NULL, *none = (IAppHostElementCollection *)-1;
    IAppHostPropertyCollection *properties = NULL;
    IAppHostProperty *property = NULL;
    DWORD count = 0;
    CHECK(all->lpVtbl->get_Collection(all, &items) == S_OK);
    CHECK(items->lpVtbl->get_Item(items, index_of(VT_I2, 0), &item) == S_OK);
    CHECK(item->lpVtbl->get_Properties(item, &properties) == S_OK);
    CHECK(properties->lpVtbl->get_Count(properties, &count) == S_OK && count == 2);
    VARIANT index;
    VariantInit(&index);
    index.vt = VT_BSTR;
    index.bstrVal = SysAllocString(L"VALUE");
    CHECK(properties->lpVtbl->get_Item(properties, index, &property) == S_OK);
    BSTR text = NULL;
    CHECK(property->lpVtbl->get_StringValue(property, &text) == S_OK && wcscmp(text, L"\u00e4 & \U0001F600") == 0);
    SysFreeString(text);
    property->lpVtbl->Release(property);
    SysFreeString(index.bstrVal);
    index.bstrVal = TEXT_OF(L"none");
    CHECK(properties->lpVtbl->get_Item(properties, index, &property) == WIN32(ERROR_INVALID_INDEX) && property == NULL);
    CHECK(properties->lpVtbl->get_Item(properties, index_of(VT_I2, 1), &property) == S_OK);
    property->lpVtbl->Release(property);
    properties->lpVtbl->Release(properties);
    CHECK(item->lpVtbl->get_Collection(item, &none) == S_OK && none == NULL);
    item->lpVtbl->Release(item);
    items->lpVtbl->Release(items);
    all->lpVtbl->Release(all);
}

/* Files and their locations, as ANCM's setup walks them. */
static void files(IAppHostAdminManager *manager) {
    IAppHostConfigManager *configuration = NULL;
    IAppHostConfigFile *file = NULL;
    IAppHostConfigLocationCollection *locations = NULL;
    IAppHostConfigLocation *location = NULL;
    IAppHostElement *element = NULL;
    BSTR text = NULL;
    DWORD count = 0;
    char expected[300], found[300];
    CHECK(manager->lpVtbl->get_ConfigManager(manager, NULL) == WIN32(ERROR_INVALID_PARAMETER));
    CHECK(manager->lpVtbl->get_ConfigManager(manager, &configuration) == S_OK);
    CHECK(configuration->lpVtbl->GetUniqueConfigPath(configuration, TEXT_OF(SITE L"/a/b"), &text) == S_OK);
    CHECK(wcscmp(text, SITE L"/a") == 0);
    SysFreeString(text);
    CHECK(configuration->lpVtbl->GetUniqueConfigPath(configuration, TEXT_OF(SITE L"/app/x"), &text) == S_OK);
    CHECK(wcscmp(text, SITE) == 0);
    SysFreeString(text);
    CHECK(configuration->lpVtbl->GetUniqueConfigPath(configuration, TEXT_OF(L"MACHINE/WEBROOT/APPHOST/Plain"), &text) == S_OK);
    CHECK(wcscmp(text, L"MACHINE/WEBROOT/APPHOST") == 0);
    SysFreeString(text);
    CHECK(configuration->lpVtbl->GetConfigFile(configuration, TEXT_OF(L"MACHINE/WEBROOT/APPHOST"), &file) == S_OK);
    CHECK(file->lpVtbl->get_ConfigPath(file, &text) == S_OK && wcscmp(text, L"MACHINE/WEBROOT/APPHOST") == 0);
    SysFreeString(text);
    CHECK(file->lpVtbl->get_FilePath(file, &text) == S_OK);
    snprintf(expected, sizeof expected, "%s/applicationHost.config", folder);
    snprintf(found, sizeof found, "%ls", text);
    CHECK(strcmp(expected, found) == 0);
    SysFreeString(text);
    CHECK(file->lpVtbl->get_Locations(file, &locations) == S_OK);
    CHECK(locations->lpVtbl->get_Count(locations, &count) == S_OK && count == 1);
    CHECK(locations->lpVtbl->get_Item(locations, index_of(VT_UI4, 0), &location) == S_OK);
    CHECK(location->lpVtbl->get_Path(location, &text) == S_OK && wcscmp(text, L"Site/app") == 0);
    SysFreeString(text);
    CHECK(location->lpVtbl->get_Count(location, &count) == S_OK && count == 2);
    CHECK(location->lpVtbl->get_Item(location, index_of(VT_UI4, 1), &element) == S_OK);
    expect_text(element, L"enabled", L"true");
    element->lpVtbl->Release(element);
    CHECK(location->lpVtbl->get_Item(location, index_of(VT_UI4, 2), &element) == WIN32(ERROR_INVALID_INDEX));
    CHECK(location->lpVtbl->AddConfigSection(location, TEXT_OF(L"x"), &element) == E_ACCESSDENIED && element == NULL);
    CHECK(location->lpVtbl->DeleteConfigSection(location, index_of(VT_UI4, 0)) == E_ACCESSDENIED);
    location->lpVtbl->Release(location);
    CHECK(locations->lpVtbl->AddLocation(locations, TEXT_OF(L"x"), &location) == E_ACCESSDENIED && location == NULL);
    CHECK(locations->lpVtbl->DeleteLocation(locations, index_of(VT_UI4, 0)) == E_ACCESSDENIED);
    CHECK(locations->lpVtbl->RenameLocation(locations, index_of(VT_UI4, 0), TEXT_OF(L"x")) == E_ACCESSDENIED);
    locations->lpVtbl->Release(locations);
    CHECK(file->lpVtbl->GetAdminSection(file, TEXT_OF(L"appSettings"), TEXT_OF(SITE), &element) == S_OK);
    element->lpVtbl->Release(element);
    CHECK(file->lpVtbl->ClearInvalidSections(file) == E_NOTIMPL);
    file->lpVtbl->Release(file);
    /* Below a file, where there is none: the path's own has nothing, whatever is in effect. */
    static const struct {
        const wchar_t *path, *same;
        const char *file;
        DWORD locations;
    } PATHS[] = {
        {SITE L"/a", SITE L"/a", "/www/a/web.config", 0},
        {L"machine/webroot/apphost/site/a/", SITE L"/a", "/www/a/web.config", 0},
        {SITE L"/a/b", SITE L"/a/b", "", 0},
        {SITE L"/app", SITE L"/app", "", 0},
        {SITE L"/app/x/y", SITE L"/app/x/y", "", 0},
        {L"MACHINE/WEBROOT/APPHOST/Plain", L"MACHINE/WEBROOT/APPHOST/Plain", "", 0},
    };
    for (size_t at = 0; at < sizeof PATHS / sizeof *PATHS; ++at) {
        CHECK(configuration->lpVtbl->GetConfigFile(configuration, TEXT_OF(PATHS[at].path), &file) == S_OK);
        CHECK(file->lpVtbl->get_ConfigPath(file, &text) == S_OK);
        CHECK(wcscmp(text, PATHS[at].same) == 0);
        SysFreeString(text);
        CHECK(file->lpVtbl->get_FilePath(file, &text) == S_OK);
        snprintf(expected, sizeof expected, "%s%s", *PATHS[at].file == 0 ? "" : folder, PATHS[at].file);
        snprintf(found, sizeof found, "%ls", text);
        CHECK(strcmp(expected, found) == 0);
        SysFreeString(text);
        CHECK(file->lpVtbl->get_Locations(file, &locations) == S_OK);
        CHECK(locations->lpVtbl->get_Count(locations, &count) == S_OK && count == PATHS[at].locations);
        locations->lpVtbl->Release(locations);
        CHECK(file->lpVtbl->Release(file) == 0);
    }
    CHECK(configuration->lpVtbl->GetConfigFile(configuration, TEXT_OF(L"MACHINE/x"), &file) == WIN32(ERROR_FILE_NOT_FOUND));
    CHECK(configuration->lpVtbl->Release(configuration) == 0);
}

static void errors(IAppHostAdminManager *manager) {
    VARIANT locked;
    VariantInit(&locked);
    CHECK(section_error(manager, L"system.webServer/none", SITE) == WIN32(ERROR_INVALID_DATA));
    CHECK(section_error(manager, L"system.webServer/handlers", L"MACHINE/WEBROOT/APPHOST/none") == WIN32(ERROR_FILE_NOT_FOUND));
    CHECK(section_error(manager, L"system.webServer/handlers", SITE L"/bad") == WIN32(ERROR_INVALID_DATA));
    CHECK(section_error(manager, L"system.webServer/serverRuntime", SITE L"/locked") == WIN32(ERROR_LOCK_VIOLATION));
    IAppHostElement *element = NULL;
    CHECK(manager->lpVtbl->GetAdminSection(manager, NULL, TEXT_OF(SITE), &element) == WIN32(ERROR_INVALID_PARAMETER));
    CHECK(manager->lpVtbl->GetAdminSection(manager, TEXT_OF(L"appSettings"), NULL, &element) == WIN32(ERROR_INVALID_PARAMETER));
    CHECK(manager->lpVtbl->GetAdminSection(manager, TEXT_OF(L"appSettings"), TEXT_OF(SITE), NULL) == WIN32(ERROR_INVALID_PARAMETER));
    CHECK(manager->lpVtbl->GetMetadata(manager, TEXT_OF(L"x"), &locked) == WIN32(ERROR_NOT_SUPPORTED));
    CHECK(manager->lpVtbl->SetMetadata(manager, TEXT_OF(L"changeHandler"), locked) == WIN32(ERROR_NOT_SUPPORTED));
    element = section(manager, L"system.webServer/serverRuntime", SITE);
    CHECK(element->lpVtbl->GetMetadata(element, TEXT_OF(L"isLocked"), &locked) == S_OK);
    CHECK(locked.vt == VT_BOOL && locked.boolVal == VARIANT_TRUE);
    CHECK(element->lpVtbl->GetMetadata(element, TEXT_OF(L"other"), &locked) == WIN32(ERROR_NOT_SUPPORTED));
    CHECK(element->lpVtbl->SetMetadata(element, TEXT_OF(L"isLocked"), locked) == WIN32(ERROR_NOT_SUPPORTED));
    element->lpVtbl->Release(element);

    /* One identity, and no other interface. */
    IUnknown *unknown = NULL;
    IAppHostAdminManager *again = NULL;
    void *other = (void *)-1;
    CHECK(manager->lpVtbl->QueryInterface(manager, &IID_IUnknown, (void **)&unknown) == S_OK);
    CHECK((void *)unknown == (void *)manager);
    CHECK(manager->lpVtbl->QueryInterface(manager, &IID_IAppHostAdminManager, (void **)&again) == S_OK && again == manager);
    CHECK(manager->lpVtbl->QueryInterface(manager, &IID_IAppHostElement, &other) == E_NOINTERFACE && other == NULL);
    CHECK(manager->lpVtbl->QueryInterface(manager, &IID_IUnknown, NULL) == E_POINTER);
    CHECK(manager->lpVtbl->AddRef(manager) == 4);
    CHECK(manager->lpVtbl->Release(manager) == 3);
    CHECK(manager->lpVtbl->Release(manager) == 2);
    CHECK(manager->lpVtbl->Release(manager) == 1);
}

int main(void) {
    char host[300], schemas[300], command[300];
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        return 2;
    }
    const char *const folders[] = {"schema", "www", "www/a", "www/a/b", "www/bad", "www/locked", "app"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; ++i) {
        make_folder(folders[i]);
    }
    write_file("applicationHost.config", HOST);
    write_file("schema/modsecurity.xml", SCHEMA);
    write_file("www/web.config", "<configuration><system.webServer><ModSecurity enabled=\"true\" configFile=\"c:\\inetpub\\a.conf\" />"
                                 "</system.webServer></configuration>");
    write_file("www/a/web.config", "<configuration><appSettings><add key=\"k\" value=\"\xC3\xA4 &amp; &#128512;\" /></appSettings></configuration>");
    write_file("www/bad/web.config", "<configuration><oops /></configuration>");
    write_file("www/locked/web.config", "<configuration><system.webServer><serverRuntime enabled=\"false\" /></system.webServer></configuration>");
    snprintf(host, sizeof host, "%s/applicationHost.config", folder);
    snprintf(schemas, sizeof schemas, "%s/schema", folder);
    IAppHostAdminManager *manager = portico_private_test_admin_manager(host, schemas);
    CHECK(manager != NULL);
    if (manager != NULL) {
        values(manager);
        sites(manager);
        settings(manager);
        files(manager);
        errors(manager);
        /* What was given outlives the manager. */
        IAppHostElement *kept = section(manager, L"system.webServer/webSocket", SITE);
        CHECK(manager->lpVtbl->Release(manager) == 0);
        expect_text(kept, L"pingInterval", L"00:00:00");
        CHECK(kept->lpVtbl->Release(kept) == 0);
    }
    CHECK(portico_private_test_admin_manager("/none/applicationHost.config", NULL) == NULL);
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    CHECK(system(command) == 0);
    return failures == 0 ? 0 : 1;
}
